#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool target_open(struct target *target, const char *path, struct buffer *message)
{
  *target = (struct target){ .path = realpath(path, NULL) };
  if (!target->path || stat(target->path, &target->seen) != 0)
    buffer_format(message, "%s : %s", path, errno == ENOENT ? "fichier introuvable" : strerror(errno));
  else if (S_ISDIR(target->seen.st_mode))
    buffer_format(message, "%s : c'est un dossier", path);
  else if (!S_ISREG(target->seen.st_mode))
    buffer_format(message, "%s : n'est pas un fichier ordinaire", path);
  else if (access(target->path, W_OK) != 0)
    buffer_format(message, "%s : écriture interdite", path);
  else
    return true;
  target_close(target);
  return false;
}

void target_close(struct target *target)
{
  free(target->path);
  target->path = NULL;
}

static bool write_all(int fd, const char *text, size_t length)
{
  while (length > 0) {
    ssize_t written = write(fd, text, length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text += written;
    length -= (size_t)written;
  }
  return true;
}

static bool same_time(struct timespec a, struct timespec b)
{
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool unchanged(const struct target *target)
{
  struct stat now;
  return stat(target->path, &now) == 0 && now.st_dev == target->seen.st_dev && now.st_ino == target->seen.st_ino &&
         now.st_size == target->seen.st_size && same_time(now.st_mtim, target->seen.st_mtim) &&
         same_time(now.st_ctim, target->seen.st_ctim);
}

/* Owner first: changing it may clear permission bits. */
static bool copy_owner_and_mode(int fd, const struct stat *seen)
{
  struct stat own;
  if (fstat(fd, &own) != 0) return false;
  if ((own.st_uid != seen->st_uid || own.st_gid != seen->st_gid) && fchown(fd, seen->st_uid, seen->st_gid) != 0)
    return false;
  return fchmod(fd, seen->st_mode & 07777) == 0;
}

/* The new name reaches the disk with its folder; where folders cannot be synced there is nothing more to do. */
static void sync_folder(const char *folder)
{
  int fd = open(folder, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);
  close(fd);
}

static bool replace(const struct target *target, char *temporary, const char *text, size_t length,
                    struct buffer *message)
{
  int fd = mkstemp(temporary);
  if (fd < 0) {
    buffer_format(message, "%s : fichier temporaire impossible : %s", target->path, strerror(errno));
    return false;
  }
  bool owned = copy_owner_and_mode(fd, &target->seen);
  bool written = owned && write_all(fd, text, length) && fsync(fd) == 0;
  int error = errno;
  if (close(fd) != 0 && written) {
    written = false;
    error = errno;
  }
  if (!owned)
    buffer_format(message, "%s : le propriétaire ou les droits ne peuvent être gardés : %s", target->path,
                  strerror(error));
  else if (!written)
    buffer_format(message, "%s : écriture impossible : %s", target->path, strerror(error));
  else if (!unchanged(target))
    buffer_format(message, "%s : modifié entre-temps ; laissé tel quel", target->path);
  else if (rename(temporary, target->path) != 0)
    buffer_format(message, "%s : remplacement impossible : %s", target->path, strerror(errno));
  else
    return true;
  unlink(temporary);
  return false;
}

bool target_replace(const struct target *target, const char *text, size_t length, struct buffer *message)
{
  static const char suffix[] = "/.fluide-XXXXXX";
  size_t folder = (size_t)(strrchr(target->path, '/') - target->path);
  char *temporary = malloc(folder + sizeof suffix + 1);
  if (!temporary) {
    buffer_format(message, "%s : mémoire insuffisante", target->path);
    return false;
  }
  memcpy(temporary, target->path, folder);
  memcpy(temporary + folder, suffix, sizeof suffix);
  /* An interruption waits, so that no temporary file is left behind. */
  sigset_t interruptions, before;
  sigemptyset(&interruptions);
  sigaddset(&interruptions, SIGINT);
  sigaddset(&interruptions, SIGTERM);
  sigaddset(&interruptions, SIGHUP);
  sigprocmask(SIG_BLOCK, &interruptions, &before);
  bool good = replace(target, temporary, text, length, message);
  sigprocmask(SIG_SETMASK, &before, NULL);
  temporary[folder ? folder : 1] = '\0';
  if (good) sync_folder(temporary);
  free(temporary);
  return good;
}
