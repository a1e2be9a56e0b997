-- Removes marks, and lets one mark be at least as late as the latest of them.
-- KEYS[1]  the mark that stays
-- KEYS[2+] the marks that go
-- ARGV     milliseconds the mark is to live
-- Returns nothing.

local latest = nil
for i = 2, #KEYS do
  local mark = read_mark(KEYS[i])
  if mark and not (latest and latest > mark) then
    latest = mark
  end
  redis.call('UNLINK', KEYS[i])
end
if latest then
  raise_mark(KEYS[1], latest, ARGV[1])
end
return {}
