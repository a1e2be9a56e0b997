-- Goes before each of the other scripts. Knows how PackedEntries.java puts the entries of a key together, and the first bytes of an
-- entry as EntryHeader.java lays them out.

local MAGIC = 'FR\6'
local HEADER_LENGTH = 51

-- What the scripts need of an entry, or nil if the value is none.
local function read_header(value)
  if #value < HEADER_LENGTH then
    return nil
  end
  local expires, stored = struct.unpack('>I6i8', value, 17)
  return {id = string.sub(value, 1, 16), expires = expires, stored = stored, bytes = string.sub(value, 1, HEADER_LENGTH)}
end

-- An entry up to its content: the header, 16 bytes that prove the key, the length of the head, and the head.
local function without_content(value)
  if #value < HEADER_LENGTH + 20 then
    return value
  end
  return string.sub(value, 1, HEADER_LENGTH + 20 + struct.unpack('>I4', value, HEADER_LENGTH + 17))
end

-- What a key holds: variant and value of each entry. Nothing where that is not whole, or not ours.
local function read_entries(key)
  if redis.call('TYPE', key).ok ~= 'string' then
    return {}
  end
  local all = redis.call('GET', key)
  if #all < 5 or string.sub(all, 1, 3) ~= MAGIC then
    return {}
  end
  local entries = {}
  local at = 6
  for i = 1, struct.unpack('>I2', all, 4) do
    if at + 6 > #all + 1 then
      return {}
    end
    local variant, value = struct.unpack('>I2I4', all, at)
    at = at + 6
    entries[i] = {variant = string.sub(all, at, at + variant - 1), value = string.sub(all, at + variant, at + variant + value - 1)}
    at = at + variant + value
  end
  return at == #all + 1 and entries or {}
end

-- Has a key hold these entries, and live as the words behind say; nothing is left where there are none.
local function write_entries(key, entries, ...)
  if #entries == 0 then
    redis.call('UNLINK', key)
    return
  end
  local all = {MAGIC, struct.pack('>I2', #entries)}
  for _, entry in ipairs(entries) do
    all[#all + 1] = struct.pack('>I2I4', #entry.variant, #entry.value)
    all[#all + 1] = entry.variant
    all[#all + 1] = entry.value
  end
  redis.call('SET', key, table.concat(all), ...)
end

-- The place among `entries` of that of a variant, if it begins so.
local function find(entries, variant, beginning)
  for i, entry in ipairs(entries) do
    if entry.variant == variant then
      return string.sub(entry.value, 1, #beginning) == beginning and i or nil
    end
  end
  return nil
end

-- Gives the body's parts, the keys from KEYS[first] on, that many milliseconds; false if one of them is gone.
local function keep_parts(first, millis)
  for i = first, #KEYS do
    if redis.call('PEXPIRE', KEYS[i], millis) == 0 then
      return false
    end
  end
  return true
end

-- Has a key hold these entries without those that have expired or are not ours, and without the oldest over `max`, for as long as the one
-- that lives longest. Returns the headers of those over `max`.
local function settle(key, entries, now, max)
  local live = {}
  for _, entry in ipairs(entries) do
    entry.header = read_header(entry.value)
    if entry.header and entry.header.expires > now then
      live[#live + 1] = entry
    end
  end
  table.sort(live, function(a, b) return a.header.stored > b.header.stored end)
  local dropped = {}
  while #live > max do
    dropped[#dropped + 1] = table.remove(live).header.bytes
  end
  local last = now
  for _, entry in ipairs(live) do
    last = math.max(last, entry.header.expires)
  end
  write_entries(key, live, 'PX', string.format('%.0f', last - now))
  return dropped
end

-- Whether the place `a` in the log is before `b`; nothing is before what is no place.
local function is_before(a, b)
  local a_millis, a_sequence = string.match(a, '^(%d+)-(%d+)$')
  local b_millis, b_sequence = string.match(b or '', '^(%d+)-(%d+)$')
  if not a_millis or not b_millis then
    return false
  end
  a_millis, b_millis = tonumber(a_millis), tonumber(b_millis)
  return a_millis < b_millis or (a_millis == b_millis and tonumber(a_sequence) < tonumber(b_sequence))
end

-- The place in the log that a key holds, or nil.
local function read_position(key)
  return redis.call('TYPE', key).ok == 'string' and redis.call('GET', key) or nil
end

-- Sets it, but never back, and lets it live that many milliseconds.
local function raise_position(key, position, lifetime)
  local old = read_position(key)
  if old and is_before(position, old) then
    position = old
  end
  -- First, as a script that has begun to write may go on when Redis is full. A place is small, and without it nothing may be served.
  redis.call('UNLINK', key)
  redis.call('SET', key, position, 'PX', lifetime)
end
