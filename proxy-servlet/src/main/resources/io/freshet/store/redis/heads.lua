-- What is stored, without content.
-- KEYS[1] the entries
-- Returns variant and value up to its content, of each.

local heads = {}
for _, entry in ipairs(read_entries(KEYS[1])) do
  heads[#heads + 1] = entry.variant
  heads[#heads + 1] = without_content(entry.value)
end
return heads
