-- Asks for PREFIX1 to PREFIXCOUNT, each as likely as the others.
dofile("report.lua")

local prefix
local count

function init(args)
    prefix, count = args[1], tonumber(args[2])
    math.randomseed(tonumber(args[3]))
end

function request()
    return wrk.format("GET", prefix .. math.random(count))
end
