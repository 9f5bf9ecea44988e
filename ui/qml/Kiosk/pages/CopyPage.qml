import QtQuick

// The copy of the application: asked for, watched and confirmed as a certificate is.
CertificatePage {}
