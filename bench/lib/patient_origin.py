"""An origin for hostile clients: patient_origin.py PORT. /big never ends, /events and /poll are silent, /up reads, the rest answers at once."""

import asyncio
import sys

CHUNK = b"10000\r\n" + b"x" * 65536 + b"\r\n"
HEAD = "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\n"


async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ", 2)[1]
            if path.startswith("/up"):
                while await reader.read(65536):
                    pass
                return
            if path.startswith("/poll"):
                await reader.read()
                return
            if path.startswith(("/events", "/big")):
                writer.write(f"{HEAD}Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n:\n\r\n".encode())
                await writer.drain()
                while path.startswith("/big"):
                    writer.write(CHUNK)
                    await writer.drain()
                await reader.read()
                return
            writer.write(f"{HEAD}Content-Length: 2\r\n\r\nok".encode())
            await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main(port):
    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=1024)
    async with server:
        await server.serve_forever()


asyncio.run(main(int(sys.argv[1])))
