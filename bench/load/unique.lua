-- Never asks for the same twice: PREFIX1, PREFIX2, and so on. With START it goes on after that number, and with COUNT it begins anew
-- after so many.
dofile("report.lua")

local prefix
local number
local count

function init(args)
    prefix, number, count = args[1], tonumber(args[2] or 0), tonumber(args[3] or 2 ^ 53)
end

function request()
    number = number % count + 1
    return wrk.format("GET", prefix .. number)
end
