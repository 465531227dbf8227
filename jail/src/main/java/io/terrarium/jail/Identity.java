package io.terrarium.jail;

/**
 * The user and group that a zygote becomes when Java runs as root.
 *
 * <p>They should be used by nothing else on the machine, and need no entry in {@code /etc/passwd}.
 *
 * @param userId 1 to 4294967294, not 65534: as {@code nobody} that user owns other daemons'
 *     processes, and as the overflow id it stands for every user whom a namespace does not map
 * @param groupId the same
 */
public record Identity(long userId, long groupId) {
  private static final long NOBODY = 65534;
  private static final long MAXIMUM = 0xffff_fffeL;

  /** Refuses root, {@code nobody} and what the kernel takes for "unchanged" (-1). */
  public Identity {
    check("user", userId);
    check("group", groupId);
  }

  private static void check(String what, long id) {
    if (id < 1 || id > MAXIMUM || id == NOBODY) {
      throw new IllegalArgumentException(
          "The jail's %s id is %d; it must be one of its own, from 1 to %d, and not %d (nobody)"
              .formatted(what, id, MAXIMUM, NOBODY));
    }
  }
}
