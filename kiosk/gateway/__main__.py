import sys

from kiosk.gateway import importer, server

arguments = sys.argv[1:]
sys.exit(importer.main(arguments[1:]) if arguments[:1] == ["import"] else server.main(arguments))
