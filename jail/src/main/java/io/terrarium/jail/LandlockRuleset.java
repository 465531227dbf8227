package io.terrarium.jail;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Landlock ruleset that handles every right there is and grants none: no rule is ever added.
 *
 * <p>Each ABI of the kernel knows more rights, and refuses a ruleset that names one it does not
 * know. So there is one {@code struct landlock_ruleset_attr} for each ABI: {@code
 * handled_access_fs}, from ABI 4 {@code handled_access_net}, from ABI 6 {@code scoped}, each 64
 * bits. The kernel takes the shorter, older forms of the structure for good (linux/landlock.h; the
 * kernel's Documentation/userspace-api/landlock.rst; landlock(7)). A kernel newer than {@link
 * #NEWEST_ABI} gets the newest ruleset known here.
 *
 * <p>ABI 9 adds a right to reach Unix sockets by path. It is not handled on purpose: a worker
 * connects to the supervisor's socket after the zygote restricted itself, and the filter refuses
 * {@code socket} and {@code connect} from then on.
 */
final class LandlockRuleset {
  /** The newest ABI with something new to handle; 7 adds flags for audit, 8 for threads. */
  static final int NEWEST_ABI = 7;

  private static final int TCP_ABI = 4;
  private static final int SCOPES_ABI = 6;

  /** BIND_TCP and CONNECT_TCP. */
  private static final long ALL_TCP_RIGHTS = (1 << 2) - 1;

  /** ABSTRACT_UNIX_SOCKET and SIGNAL: neither reaches out of the domain. */
  private static final long ALL_SCOPES = (1 << 2) - 1;

  private LandlockRuleset() {}

  /** The structures of ABI 1 to {@link #NEWEST_ABI}. */
  static SortedMap<Long, Bytes> attributesByAbi() {
    SortedMap<Long, Bytes> attributes = new TreeMap<>();
    for (int abi = 1; abi <= NEWEST_ABI; abi++) {
      attributes.put((long) abi, attribute(abi));
    }
    return Collections.unmodifiableSortedMap(attributes);
  }

  static Bytes attribute(int abi) {
    long files = (1L << fileRights(abi)) - 1;
    if (abi < TCP_ABI) {
      return Bytes.ofLongs(files);
    }
    return abi < SCOPES_ABI
        ? Bytes.ofLongs(files, ALL_TCP_RIGHTS)
        : Bytes.ofLongs(files, ALL_TCP_RIGHTS, ALL_SCOPES);
  }

  /** How many rights on files an ABI knows; they are the lowest bits. */
  private static int fileRights(int abi) {
    return switch (abi) {
      case 1 -> 13; // EXECUTE … MAKE_SYM
      case 2 -> 14; // REFER
      case 3, 4 -> 15; // TRUNCATE
      case 5, 6, 7 -> 16; // IOCTL_DEV
      default -> throw new IllegalArgumentException("unknown Landlock ABI: " + abi);
    };
  }
}
