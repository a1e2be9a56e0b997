-- Asks for PREFIX and each line of FILE in turn, from line START on, round and round.
dofile("report.lua")

local requests = {}
local at = 0

function init(args)
    local prefix, file, start = args[1], args[2], tonumber(args[3])
    for key in io.lines(file) do
        requests[#requests + 1] = prefix .. key
    end
    at = start % #requests
end

function request()
    at = at % #requests + 1
    return wrk.format("GET", requests[at])
end
