"""`python -m kiosk.gateway [COMMAND] …`: serve, or one of the commands."""

import sys

from kiosk.gateway import commands, importer, server

arguments = sys.argv[1:]
if arguments[:1] == ["import"]:
    sys.exit(importer.main(arguments[1:]))
if arguments and arguments[0] in commands.COMMANDS:
    sys.exit(commands.main(arguments[0], arguments[1:]))
sys.exit(server.main(arguments))
