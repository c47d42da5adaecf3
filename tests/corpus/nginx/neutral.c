/*
 * Makes the verdict of `nginx -t` hang on the text of a configuration alone. Loaded before libc:
 * what nginx opens to write goes nowhere, what it opens to read and is not the configuration or of the system is empty,
 * certificates and keys are one stand-in, every well-formed host is 127.0.0.1, sockets bind, and the user is nobody special.
 * Environment: NEUTRAL_CONF, the configuration; NEUTRAL_PEM, a certificate followed by its key.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <glob.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *real_paths[] = { "/dev/", "/etc/group", "/etc/ld.so", "/etc/localtime", "/etc/nginx/mime.types",
                                    "/etc/nsswitch", "/etc/passwd", "/etc/ssl/openssl.cnf", "/lib/", "/proc/", "/sys/",
                                    "/usr/lib/", "/usr/share/zoneinfo", NULL };

static int is_real(const char *path)
{
    const char *conf = getenv("NEUTRAL_CONF");
    for (const char **start = real_paths; *start; start++)
        if (strncmp(path, *start, strlen(*start)) == 0)
            return 1;
    return conf && strcmp(conf, path) == 0;
}

static int neutral_open(const char *path, int flags, mode_t mode)
{
    static int (*next)(const char *, int, ...);
    if (!next)
        next = (int (*)(const char *, int, ...)) dlsym(RTLD_NEXT, "open64");
    if (is_real(path) || (flags & O_DIRECTORY))
        return next(path, flags, mode);
    return next("/dev/null", (flags & O_ACCMODE) == O_RDONLY ? O_RDONLY : O_RDWR);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, int) : 0;
    va_end(rest);
    return neutral_open(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, int) : 0;
    va_end(rest);
    return neutral_open(path, flags, mode);
}

int __open_2(const char *path, int flags) { return neutral_open(path, flags, 0); }
int __open64_2(const char *path, int flags) { return neutral_open(path, flags, 0); }

static FILE *neutral_fopen(const char *path, const char *mode)
{
    static FILE *(*next)(const char *, const char *);
    const char *pem = getenv("NEUTRAL_PEM");
    if (!next)
        next = (FILE *(*)(const char *, const char *)) dlsym(RTLD_NEXT, "fopen64");
    if (strpbrk(mode, "wa"))
        return next("/dev/null", mode);
    return next(is_real(path) ? path : pem ? pem : "/dev/null", mode);
}

FILE *fopen(const char *path, const char *mode) { return neutral_fopen(path, mode); }
FILE *fopen64(const char *path, const char *mode) { return neutral_fopen(path, mode); }

int mkdir(const char *path, mode_t mode) { return 0; }
int chown(const char *path, uid_t user, gid_t group) { return 0; }
int chmod(const char *path, mode_t mode) { return 0; }
int unlink(const char *path) { return 0; }
int rename(const char *from, const char *to) { return 0; }
uid_t geteuid(void) { return 1000; }
int bind(int fd, const struct sockaddr *address, socklen_t length) { return 0; }
int listen(int fd, int backlog) { return 0; }
int setsockopt(int fd, int level, int name, const void *value, socklen_t length) { return 0; }

int glob(const char *pattern, int flags, int (*error)(const char *, int), glob_t *found)
{
    memset(found, 0, sizeof(*found));
    return GLOB_NOMATCH;
}

int glob64(const char *pattern, int flags, int (*error)(const char *, int), glob64_t *found)
{
    memset(found, 0, sizeof(*found));
    return GLOB_NOMATCH;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    static int (*next)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    struct addrinfo numeric = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST };
    if (!next)
        next = (int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))
            dlsym(RTLD_NEXT, "getaddrinfo");
    if (!name || !*name || strlen(name) > 253)
        return EAI_NONAME;
    if (next(name, service, &numeric, found) == 0)
        return 0;
    for (const char *at = name; *at; at++)
        if (!isalnum((unsigned char) *at) && !strchr("-._", *at))
            return EAI_NONAME;
    return next("127.0.0.1", service, &numeric, found);
}
