-- Gives a stored response a new head, unless it was replaced meanwhile. Removes it if a part of its body is gone.
-- KEYS[1]  the entries
-- KEYS[2+] the parts of its body
-- ARGV     variant, the first bytes of the entry to be freshened, entry, now (Unix milliseconds), most variants,
--          milliseconds the parts are to live
-- Returns the headers of the entries that went.

local entries = read_entries(KEYS[1])
local place = find(entries, ARGV[1], ARGV[2])
if not place then
  return {}
end
local went = {}
if keep_parts(2, ARGV[6]) then
  entries[place].value = ARGV[3]
else
  went[1] = string.sub(table.remove(entries, place).value, 1, HEADER_LENGTH)
end
for _, header in ipairs(settle(KEYS[1], entries, tonumber(ARGV[4]), tonumber(ARGV[5]))) do
  went[#went + 1] = header
end
return went
