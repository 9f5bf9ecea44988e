/* The driver of the reader in that port (PCSC/ifdhandler.h): vpcd, but for the answer IFD_NO_SUCH_DEVICE once the file
 * PLUG has gone, as libccid gives it for a reader that was pulled out. vpcd has room for one reader only, and the
 * simulator has it: VPCD is a copy. */
#include <dlfcn.h>
#include <ifdhandler.h>
#include <unistd.h>

static int is_attached(void)
{
    return access(PLUG, F_OK) == 0;
}

static void *of_vpcd(const char *name)
{
    static void *vpcd;
    if (!vpcd)
        vpcd = dlopen(VPCD, RTLD_NOW | RTLD_LOCAL);
    return dlsym(vpcd, name);
}

#define VPCDS(NAME, TYPES, ...) ((RESPONSECODE(*) TYPES)of_vpcd(#NAME))(__VA_ARGS__)

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR name)
{
    return is_attached() ? VPCDS(IFDHCreateChannelByName, (DWORD, LPSTR), lun, "/dev/null:" PORT) : IFD_NO_SUCH_DEVICE;
}

RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel)
{
    return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHCloseChannel(DWORD lun)
{
    return VPCDS(IFDHCloseChannel, (DWORD), lun);
}

RESPONSECODE IFDHICCPresence(DWORD lun)
{
    return is_attached() ? VPCDS(IFDHICCPresence, (DWORD), lun) : IFD_NO_SUCH_DEVICE;
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length)
{
    RESPONSECODE code = VPCDS(IFDHPowerICC, (DWORD, DWORD, PUCHAR, PDWORD), lun, action, atr, length);
    return is_attached() ? code : IFD_NO_SUCH_DEVICE;
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER way, PUCHAR command, DWORD size, PUCHAR answer, PDWORD length,
                               PSCARD_IO_HEADER back)
{
    RESPONSECODE code = VPCDS(IFDHTransmitToICC,
                              (DWORD, SCARD_IO_HEADER, PUCHAR, DWORD, PUCHAR, PDWORD, PSCARD_IO_HEADER), lun, way,
                              command, size, answer, length, back);
    return is_attached() ? code : IFD_NO_SUCH_DEVICE;
}

RESPONSECODE IFDHControl(DWORD lun, DWORD code, PUCHAR to, DWORD to_size, PUCHAR from, DWORD from_size, LPDWORD length)
{
    return VPCDS(IFDHControl, (DWORD, DWORD, PUCHAR, DWORD, PUCHAR, DWORD, LPDWORD), lun, code, to, to_size, from,
                 from_size, length);
}

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value)
{
    return VPCDS(IFDHGetCapabilities, (DWORD, DWORD, PDWORD, PUCHAR), lun, tag, length, value);
}

RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value)
{
    return VPCDS(IFDHSetCapabilities, (DWORD, DWORD, DWORD, PUCHAR), lun, tag, length, value);
}

RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR pts1, UCHAR pts2, UCHAR pts3)
{
    return VPCDS(IFDHSetProtocolParameters, (DWORD, DWORD, UCHAR, UCHAR, UCHAR, UCHAR), lun, protocol, flags, pts1, pts2,
                 pts3);
}
