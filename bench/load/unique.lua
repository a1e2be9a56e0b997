-- Never asks for the same twice: PREFIX1, PREFIX2, and so on.
dofile("report.lua")

local prefix
local number = 0

function init(args)
    prefix = args[1]
end

function request()
    number = number + 1
    return wrk.format("GET", prefix .. number)
end
