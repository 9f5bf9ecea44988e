import sys

from kiosk.gateway.server import main

sys.exit(main())
