"""Items drawn in Python, under the QML import name Kiosk.Items."""

from ui.items.camera_preview import CameraPreview
from ui.items.page_picture import PagePicture
from ui.items.signature_pad import SignatureCanvas

__all__ = ["CameraPreview", "PagePicture", "SignatureCanvas"]
