/* A library with the functions of sdtapi, as vendors ship it, over the serial line that SDT_TEST_PORT names.
   SDT_TEST_MISBEHAVE = crash, hang: what it does when it looks for a card. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { PORT = 1, RECEPTION_TIME = 2, TRANSFER = 3, SPOILT = 0x10, OK = 0x90, FOUND = 0x9F };
enum { HEAD = 7, ROOM = 4096, TIMEOUT_MS = 300, GAP_MS = 150 };
static const unsigned char PREAMBLE[5] = {0xAA, 0xAA, 0xAA, 0x96, 0x69};
static int line = -1;

int SDT_ClosePort(int port) {
    (void)port;
    if (line >= 0) close(line);
    line = -1;
    return OK;
}

int SDT_OpenPort(int port) {
    struct termios mode;
    if (port != 1001 || line >= 0) return PORT;
    printf("sdtapi 1.0\n");
    line = open(getenv("SDT_TEST_PORT"), O_RDWR | O_NOCTTY);
    if (line < 0) return PORT;
    if (flock(line, LOCK_EX | LOCK_NB) || tcgetattr(line, &mode)) {
        SDT_ClosePort(port);
        return PORT;
    }
    cfmakeraw(&mode);
    cfsetspeed(&mode, B115200);
    tcsetattr(line, TCSANOW, &mode);
    return OK;
}

/* Throw away what still comes, and say why. */
static int drained(int code) {
    struct pollfd ready = {line, POLLIN, 0};
    unsigned char none[ROOM];
    while (poll(&ready, 1, GAP_MS / 3) > 0 && read(line, none, sizeof none) > 0) {
    }
    return code;
}

/* One frame; *size = its data without SW1 SW2 SW3 and check. Returns SW3, or what went wrong here. */
static int ask(int command, unsigned char *data, unsigned *size) {
    unsigned char request[10] = {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, command >> 8, command & 0xFF, 0};
    static unsigned char frame[ROOM];
    unsigned got = 0, whole = HEAD, check = 0;
    *size = 0;
    if (line < 0) return PORT;
    for (int i = 5; i < 9; i++) request[9] ^= request[i];
    tcflush(line, TCIFLUSH);
    if (write(line, request, sizeof request) != sizeof request) return PORT;
    while (got < whole) {
        struct pollfd ready = {line, POLLIN, 0};
        int answer = poll(&ready, 1, got ? GAP_MS : TIMEOUT_MS);
        if (answer == 0) return got ? TRANSFER : RECEPTION_TIME;
        ssize_t bytes = read(line, frame + got, ROOM - got);
        if (bytes <= 0) return PORT;
        got += bytes;
        if (memcmp(frame, PREAMBLE, got < 5 ? got : 5)) return drained(SPOILT);
        if (got >= HEAD) whole = HEAD + frame[5] * 256 + frame[6];
        if (whole > ROOM) return drained(SPOILT);
    }
    for (unsigned i = 5; i < whole; i++) check ^= frame[i];
    if (check || whole < HEAD + 4) return SPOILT;
    *size = whole - HEAD - 4;
    memcpy(data, frame + HEAD + 3, *size);
    return frame[HEAD + 2];
}

int SDT_ResetSAM(int port, int open) { unsigned char none[ROOM]; unsigned size; (void)port; (void)open; return ask(0x10FF, none, &size); }
int SDT_GetSAMStatus(int port, int open) { unsigned char none[ROOM]; unsigned size; (void)port; (void)open; return ask(0x11FF, none, &size); }
int SDT_GetSAMID(int port, unsigned char *id, int open) { unsigned size; (void)port; (void)open; return ask(0x12FF, id, &size); }
int SDT_StartFindIDCard(int port, unsigned char *iin, int open) {
    const char *misbehave = getenv("SDT_TEST_MISBEHAVE");
    unsigned size;
    (void)port;
    (void)open;
    if (misbehave && !strcmp(misbehave, "crash")) abort();
    while (misbehave && !strcmp(misbehave, "hang")) sleep(1);
    return ask(0x2001, iin, &size);
}
int SDT_SelectIDCard(int port, unsigned char *sn, int open) { unsigned size; (void)port; (void)open; return ask(0x2002, sn, &size); }
int SDT_ReadNewAppMsg(int port, unsigned char *text, unsigned *size, int open) { (void)port; (void)open; return ask(0x3003, text, size); }

int SDT_ReadBaseMsg(int port, unsigned char *text, unsigned *text_size, unsigned char *photo, unsigned *photo_size, int open) {
    static unsigned char data[ROOM];
    unsigned size;
    int code = ask(0x3001, data, &size);
    (void)port;
    (void)open;
    *text_size = *photo_size = 0;
    if (code != OK || size < 4) return code;
    *text_size = data[0] * 256 + data[1];
    *photo_size = data[2] * 256 + data[3];
    if (4 + *text_size + *photo_size > size) return SPOILT;
    memcpy(text, data + 4, *text_size);
    memcpy(photo, data + 4 + *text_size, *photo_size);
    return code;
}
