-- Makes a response visible.
-- KEYS[1]  the entries
-- KEYS[2]  where in the log the key was last removed
-- KEYS[3+] the parts of its body, already written
-- ARGV     variant, entry, now (Unix milliseconds), most variants, milliseconds the parts are to live, where in the log it was
--          asked for
-- Returns the headers of the entries that went; nothing if it was asked for before the removal, or a part is gone, and then
-- nothing has changed.

if is_before(ARGV[6], read_position(KEYS[2])) or not keep_parts(3, ARGV[5]) then
  return false
end
local entries = read_entries(KEYS[1])
local place = find(entries, ARGV[1], '')
local old = place and read_header(entries[place].value)
entries[place or #entries + 1] = {variant = ARGV[1], value = ARGV[2]}
local dropped = settle(KEYS[1], entries, tonumber(ARGV[3]), tonumber(ARGV[4]))

-- The same response again (the answer to the first try was lost) has not replaced anything.
if old and old.id ~= read_header(ARGV[2]).id then
  dropped[#dropped + 1] = old.bytes
end
return dropped
