package io.terrarium.jail;

import io.terrarium.jail.Argument.Buffer;
import io.terrarium.jail.Argument.Literal;
import io.terrarium.jail.Argument.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps that make an {@link Enclosure}: namespaces while the process starts, before the zygote
 * is forked into that of process ids, and the empty root when everything is read that will be.
 *
 * <p>Sources: user_namespaces(7), pid_namespaces(7), mount_namespaces(7), pivot_root(2),
 * mount_setattr(2), open_tree and move_mount of linux/mount.h.
 */
final class EnclosureSteps {
  private static final long PR_SET_DUMPABLE = 4;
  private static final long AT_FDCWD = -100;
  private static final long O_WRONLY_CLOEXEC = 0x1 | 0x80000;
  private static final long NULL = 0;

  /** linux/mount.h. */
  private static final long MS_RDONLY = 0x1;

  private static final long MS_NOTHING_SPECIAL = 0x2 | 0x4 | 0x8; // NOSUID, NODEV, NOEXEC
  private static final long MS_REMOUNT = 0x20;
  private static final long MS_BIND = 0x1000;
  private static final long MS_RECURSIVE = 0x4000;
  private static final long MS_PRIVATE = 0x4_0000;
  private static final long MNT_DETACH = 2;
  private static final long OPEN_TREE_CLONE_CLOEXEC = 0x1 | 0x80000;
  private static final long MOVE_MOUNT_FROM_EMPTY_PATH = 0x4;

  private static final String HOST_NAME = "terrarium";
  private static final String SOCKET_TREE = "mount_namespace_socket_tree";

  private final Enclosure enclosure;
  private final SystemCallTable table;

  EnclosureSteps(Enclosure enclosure, SystemCallTable table) {
    this.enclosure = enclosure;
    this.table = table;
  }

  /** For the process that was started, once it has become the jail's user. */
  List<Step> entry() {
    List<Step> steps = new ArrayList<>();
    for (Namespace namespace : enclosure.namespaces()) {
      switch (namespace) {
        case USER -> steps.addAll(userNamespace());
        case UTS -> steps.addAll(machineName());
        default -> steps.add(unshare(namespace));
      }
    }
    return steps;
  }

  /** A root directory with nothing in it but the way to the supervisor's socket. */
  List<Step> emptyRoot() {
    if (!enclosure.has(Namespace.MOUNT)) {
      return List.of();
    }
    String inside = Enclosure.SOCKET_FOLDER.substring(1);
    return List.of(
        // What is mounted here must not show outside, nor the reverse.
        mount("private", NULL, text("/"), MS_RECURSIVE | MS_PRIVATE),
        // Taken hold of before the empty root hides it: that is mounted over this very folder, the
        // one place that is sure to be there.
        step(
            SOCKET_TREE,
            "open_tree",
            new Literal(AT_FDCWD),
            text(enclosure.socketFolder()),
            new Literal(OPEN_TREE_CLONE_CLOEXEC)),
        step(
            "mount_namespace_empty_root",
            "mount",
            text("terrarium"),
            text(enclosure.socketFolder()),
            text("tmpfs"),
            new Literal(MS_NOTHING_SPECIAL),
            text("mode=0755,size=4096,nr_inodes=4")),
        step("mount_namespace_enter", "chdir", text(enclosure.socketFolder())),
        step(
            "mount_namespace_socket_folder",
            "mkdirat",
            new Literal(AT_FDCWD),
            text(inside),
            new Literal(0700)),
        step(
            "mount_namespace_socket_moved",
            "move_mount",
            new Result(SOCKET_TREE),
            text(""),
            new Literal(AT_FDCWD),
            text(inside),
            new Literal(MOVE_MOUNT_FROM_EMPTY_PATH)),
        step("mount_namespace_close", "close", new Result(SOCKET_TREE)),
        mount("socket_read_only", NULL, text(inside), readOnly()),
        mount("root_read_only", NULL, text("."), readOnly()),
        // Over itself, so that no folder for the old root is needed (pivot_root(2), NOTES).
        step("mount_namespace_pivot", "pivot_root", text("."), text(".")),
        step("mount_namespace_forget", "umount2", text("."), new Literal(MNT_DETACH)),
        step("mount_namespace_root", "chdir", text("/")));
  }

  private List<Step> userNamespace() {
    List<Step> steps = new ArrayList<>();
    // The files of the maps belong to root while the process is not dumpable, as it is not after a
    // change of user (proc(5), prctl(2)).
    steps.add(dumpable("user_namespace_dumpable", 1));
    steps.add(unshare(Namespace.USER));
    steps.addAll(write("setgroups", "deny"));
    steps.addAll(write("uid_map", identity(enclosure.userId())));
    steps.addAll(write("gid_map", identity(enclosure.groupId())));
    steps.add(dumpable("user_namespace_not_dumpable", 0));
    return steps;
  }

  /** The same number inside and outside, and no other. */
  private static String identity(long id) {
    return "%d %d 1".formatted(id, id);
  }

  private List<Step> machineName() {
    return List.of(
        unshare(Namespace.UTS),
        step(
            "uts_namespace_name", "sethostname", text(HOST_NAME), new Literal(HOST_NAME.length())));
  }

  private List<Step> write(String file, String content) {
    String open = "user_namespace_open_" + file;
    return List.of(
        step(
            open,
            "openat",
            new Literal(AT_FDCWD),
            text("/proc/self/" + file),
            new Literal(O_WRONLY_CLOEXEC),
            new Literal(0)),
        step(
            "user_namespace_write_" + file,
            "write",
            new Result(open),
            text(content),
            new Literal(content.length())),
        step("user_namespace_close_" + file, "close", new Result(open)));
  }

  private Step dumpable(String name, long value) {
    return step(
        name,
        "prctl",
        new Literal(PR_SET_DUMPABLE),
        new Literal(value),
        new Literal(0),
        new Literal(0),
        new Literal(0));
  }

  private Step unshare(Namespace namespace) {
    return step(namespace.stepName(), "unshare", new Literal(namespace.flag()));
  }

  private static long readOnly() {
    return MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOTHING_SPECIAL;
  }

  private Step mount(String what, long source, Argument target, long flags) {
    return step(
        "mount_namespace_" + what,
        "mount",
        new Literal(source),
        target,
        new Literal(NULL),
        new Literal(flags),
        new Literal(NULL));
  }

  private Step step(String name, String systemCall, Argument... arguments) {
    return new Step(Layer.NAMESPACES, name, table.call(systemCall).number(), arguments);
  }

  private static Buffer text(String text) {
    return new Buffer(Bytes.of((text + "\0").getBytes(StandardCharsets.UTF_8)));
  }
}
