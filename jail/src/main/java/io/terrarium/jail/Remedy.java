package io.terrarium.jail;

import static io.terrarium.jail.Errno.EACCES;
import static io.terrarium.jail.Errno.EAGAIN;
import static io.terrarium.jail.Errno.EINVAL;
import static io.terrarium.jail.Errno.EMFILE;
import static io.terrarium.jail.Errno.ENOMEM;
import static io.terrarium.jail.Errno.ENOSPC;
import static io.terrarium.jail.Errno.ENOSYS;
import static io.terrarium.jail.Errno.EOPNOTSUPP;
import static io.terrarium.jail.Errno.EPERM;

/** Says what a failed step means and what would fix it: a pure function. */
public final class Remedy {
  private Remedy() {}

  /**
   * Which layer of the jail is missing, why as far as the error tells, and what would fix it.
   *
   * @param layer the layer of the step
   * @param step the step's name
   * @param errno the kernel's error, or 0 if the call succeeded with an answer that is refused
   */
  public static String of(Layer layer, String step, int errno) {
    return "The jail's layer \"%s\" is missing: step %s failed with %s. %s"
        .formatted(layer.id(), step, error(errno), advice(layer, step, errno));
  }

  private static String error(int errno) {
    return errno == 0 ? "an answer that is not safe" : Errno.name(errno);
  }

  private static String advice(Layer layer, String step, int errno) {
    return switch (layer) {
      case IDENTITY -> identity(step, errno);
      case LANDLOCK -> landlock(errno);
      case RESOURCE_LIMITS -> resourceLimits(errno);
      case SECCOMP -> seccomp(errno);
      case NAMESPACES -> namespaces(step, errno);
      case CONTROL_GROUP -> unexpected();
    };
  }

  private static String identity(String step, int errno) {
    return switch (step) {
      case "not_root", "not_effectively_root" ->
          "The zygote is still root: make the specification for root, with a user to become, or run"
              + " Java as an ordinary user.";
      case "no_supplementary_groups", "jail_group", "jail_user" ->
          switch (errno) {
            case EPERM ->
                "Java runs as root without the capabilities to have its workers be another user"
                    + " (CAP_SETUID, CAP_SETGID and CAP_CHOWN; in a user namespace also where"
                    + " setgroups is denied): run it as an ordinary user (in a container: --user),"
                    + " or give it those capabilities.";
            case EINVAL ->
                "The jail's user or group is not mapped in this user namespace: configure an id"
                    + " that is mapped, or run Java as an ordinary user.";
            case EAGAIN ->
                "The jail's user has as many processes as it may (RLIMIT_NPROC): raise that limit,"
                    + " or give the jail a user of its own.";
            default -> unexpected();
          };
      default ->
          errno == EPERM || errno == ENOSYS
              ? outerFilter("prctl, capset and setsid")
              : unexpected();
    };
  }

  private static String landlock(int errno) {
    return switch (errno) {
      case ENOSYS ->
          "The kernel has no Landlock: Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK=y is"
              + " needed, and a container's seccomp profile that lets landlock_* through.";
      case EOPNOTSUPP ->
          "The kernel has Landlock, but it was not enabled at boot: add landlock to the kernel's"
              + " lsm= parameter (see /sys/kernel/security/lsm).";
      case EPERM -> outerFilter("landlock_create_ruleset and landlock_restrict_self");
      case EMFILE ->
          "The zygote has no descriptor left for the ruleset: raise the limit of open files.";
      default -> unexpected();
    };
  }

  private static String resourceLimits(int errno) {
    return switch (errno) {
      case EPERM ->
          "Java itself runs under a lower hard limit, which only root could raise, or a container's"
              + " seccomp profile refuses prlimit64: raise the hard limit (ulimit -H, LimitNOFILE= and"
              + " its kin in systemd), or ask for less.";
      case EINVAL -> "A soft limit is above its hard limit: give the worker other numbers.";
      default -> unexpected();
    };
  }

  private static String seccomp(int errno) {
    return switch (errno) {
      case ENOSYS, EINVAL ->
          "The kernel takes no seccomp filters: CONFIG_SECCOMP_FILTER=y is needed, and a container"
              + " runtime that lets seccomp(2) through.";
      case EPERM -> outerFilter("seccomp");
      case ENOMEM ->
          "The filter does not fit: too many filters are stacked on this process already, or there"
              + " is no memory.";
      default -> unexpected();
    };
  }

  private static String namespaces(String step, int errno) {
    return switch (errno) {
      case EPERM, EACCES ->
          "Ordinary users may not make namespaces here. In a container its seccomp profile has to let"
              + " unshare, mount and pivot_root through; elsewhere see the sysctls"
              + " kernel.unprivileged_userns_clone (Debian) and"
              + " kernel.apparmor_restrict_unprivileged_userns (Ubuntu, or give Java an AppArmor"
              + " profile with userns).";
      case ENOSPC ->
          "As many namespaces as may be: raise the sysctl user.max_%s_namespaces."
              .formatted(Namespace.ofStep(step).map(Remedy::sysctl).orElse("user"));
      case EINVAL, ENOSYS ->
          "The kernel was built without this kind of namespace, or something around Java refuses the"
              + " system call: use a distribution's kernel, and a container profile that lets it"
              + " through.";
      default -> unexpected();
    };
  }

  /** namespaces(7), "The /proc/sys/user directory". */
  private static String sysctl(Namespace namespace) {
    return switch (namespace) {
      case MOUNT -> "mnt";
      case NETWORK -> "net";
      default -> namespace.id();
    };
  }

  private static String outerFilter(String systemCalls) {
    return "Something around Java refuses it, most likely a container's seccomp profile: allow %s there."
        .formatted(systemCalls);
  }

  private static String unexpected() {
    return "This error is not expected here: look for a security module or a container profile that"
        + " interferes, and report it.";
  }
}
