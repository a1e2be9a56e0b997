-- Goes before each of the other scripts. Knows the first 64 bytes of an entry as EntryHeader.java lays them out.

local HEADER_LENGTH = 64
local MAGIC = 'FRS\5'

-- What the scripts need of an entry, or nil if the value is none.
local function read_header(value)
  if #value < HEADER_LENGTH or string.sub(value, 1, 4) ~= MAGIC then
    return nil
  end
  local id = string.sub(value, 5, 20)
  local expires, stored, parts = struct.unpack('>i8i8i4', value, 21)
  return {id = id, expires = expires, stored = stored, parts = parts, bytes = string.sub(value, 1, HEADER_LENGTH)}
end

-- An entry up to its content: the header, 16 bytes that prove the key, the length of the head, and the head.
local function without_content(value)
  if #value < HEADER_LENGTH + 20 then
    return value
  end
  return string.sub(value, 1, HEADER_LENGTH + 20 + struct.unpack('>I4', value, HEADER_LENGTH + 17))
end

-- Frees the key from what is no hash, so that an entry can be put there.
local function require_hash(key)
  local kind = redis.call('TYPE', key).ok
  if kind ~= 'hash' and kind ~= 'none' then
    redis.call('UNLINK', key)
  end
end

-- The entry of a variant if it still begins so.
local function find(key, variant, beginning)
  if redis.call('TYPE', key).ok ~= 'hash' then
    return nil
  end
  local value = redis.call('HGET', key, variant)
  if value and string.sub(value, 1, #beginning) == beginning then
    return value
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

-- Removes variants that have expired or are not ours, and the oldest over `max`; lets the hash live as long as the variant
-- that lives longest. Returns the headers of those over `max`.
local function settle(key, now, max)
  local all = redis.call('HGETALL', key)
  local live = {}
  for i = 1, #all, 2 do
    local header = read_header(all[i + 1])
    if header and header.expires > now then
      header.variant = all[i]
      live[#live + 1] = header
    else
      redis.call('HDEL', key, all[i])
    end
  end
  table.sort(live, function(a, b) return a.stored > b.stored end)
  local dropped = {}
  local last = now
  for i, header in ipairs(live) do
    if i > max then
      redis.call('HDEL', key, header.variant)
      dropped[#dropped + 1] = header.bytes
    elseif header.expires > last then
      last = header.expires
    end
  end
  if last > now then
    redis.call('PEXPIRE', key, string.format('%.0f', last - now))
  end
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
