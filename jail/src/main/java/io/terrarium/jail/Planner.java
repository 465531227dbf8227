package io.terrarium.jail;

import io.terrarium.jail.Argument.Buffer;
import io.terrarium.jail.Argument.ByResult;
import io.terrarium.jail.Argument.Literal;
import io.terrarium.jail.Argument.Program;
import io.terrarium.jail.Argument.Result;
import io.terrarium.jail.Argument.Word;
import io.terrarium.jail.Argument.Words;
import io.terrarium.jail.Argument.WorkerValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Turns a specification into steps. Reads top to bottom like the documentation of the package. */
final class Planner {
  static final String LANDLOCK_ABI = "landlock_abi";
  static final String LANDLOCK_RULESET = "landlock_ruleset";

  /** prctl(2), linux/prctl.h. */
  private static final long PR_SET_PDEATHSIG = 1;

  private static final long PR_SET_DUMPABLE = 4;
  private static final long PR_SET_NO_NEW_PRIVS = 38;
  private static final long PR_CAP_AMBIENT = 47;
  private static final long PR_CAP_AMBIENT_CLEAR_ALL = 4;

  /** capset(2): {@code _LINUX_CAPABILITY_VERSION_3}, whose sets are two 32-bit words each. */
  private static final int CAPABILITY_VERSION = 0x2008_0522;

  private static final long LANDLOCK_CREATE_RULESET_VERSION = 1;
  private static final long SECCOMP_SET_MODE_FILTER = 1;
  private static final long SIGKILL = 9;
  private static final long NULL = 0;
  private static final long THIS_PROCESS = 0;

  private final JailSpec spec;
  private final SystemCallTable table;

  Planner(JailSpec spec) {
    this.spec = spec;
    this.table = SystemCallTable.of(spec.architecture());
  }

  JailPlan plan() {
    return new JailPlan(
        spec.architecture(), entrySteps(), keeperSteps(), zygoteSteps(), workerSteps());
  }

  private List<Step> entrySteps() {
    List<Step> steps = new ArrayList<>();
    spec.dropTo().ifPresent(identity -> steps.addAll(becoming(identity)));
    spec.enclosure().ifPresent(enclosure -> steps.addAll(enclosing(enclosure).entry()));
    // After the change of user, which clears it.
    steps.add(prctl("die_with_supervisor", PR_SET_PDEATHSIG, SIGKILL));
    return steps;
  }

  /** It needs nothing any more, so it has nothing. */
  private List<Step> keeperSteps() {
    return forksZygote()
        ? List.of(
            dropCapabilities("keeper_no_capabilities"),
            prctl("keeper_no_new_privileges", PR_SET_NO_NEW_PRIVS, 1),
            prctl("keeper_not_dumpable", PR_SET_DUMPABLE, 0))
        : List.of();
  }

  private List<Step> zygoteSteps() {
    List<Step> steps = new ArrayList<>();
    if (forksZygote()) {
      // fork cleared it. From here on it is about the keeper, which dies with the supervisor.
      steps.add(prctl("die_with_keeper", PR_SET_PDEATHSIG, SIGKILL));
    }
    spec.enclosure().ifPresent(enclosure -> steps.addAll(enclosing(enclosure).emptyRoot()));
    // Whatever happened before: not as root. The only check that a specification fits its process.
    steps.add(step(Layer.IDENTITY, "not_root", "getuid").refusing(0));
    steps.add(step(Layer.IDENTITY, "not_effectively_root", "geteuid").refusing(0));
    steps.add(prctl("no_ambient_capabilities", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL));
    steps.add(dropCapabilities("no_capabilities"));
    // A process that leads its group already cannot make a session; EPERM has no other meaning.
    steps.add(step(Layer.IDENTITY, "own_session", "setsid").tolerating(Errno.EPERM));
    // Landlock and seccomp take an unprivileged process only once it can gain nothing by exec.
    steps.add(prctl("no_new_privileges", PR_SET_NO_NEW_PRIVS, 1));
    // After the change of user, which sets it anew: no core dump, no ptrace by the same user.
    steps.add(prctl("not_dumpable", PR_SET_DUMPABLE, 0));
    if (spec.landlock()) {
      steps.addAll(landlock());
    }
    steps.add(limit(ResourceLimit.CORE_DUMP, 0));
    steps.add(limit(ResourceLimit.FILE_SIZE, 0));
    steps.add(limit(ResourceLimit.LOCKED_MEMORY, 0));
    steps.add(limit(ResourceLimit.DESCRIPTORS, spec.zygoteDescriptors()));
    // Last, for it refuses most of the above. Every worker is under it from its first instruction.
    steps.add(filter("zygote_filter", table.forZygote()));
    return steps;
  }

  private boolean forksZygote() {
    return spec.enclosure().map(enclosure -> enclosure.has(Namespace.PID)).orElse(false);
  }

  private EnclosureSteps enclosing(Enclosure enclosure) {
    return new EnclosureSteps(enclosure, table);
  }

  /** Groups first and the user last: the user's change takes the right to change groups away. */
  private List<Step> becoming(Identity identity) {
    Literal group = new Literal(identity.groupId());
    Literal user = new Literal(identity.userId());
    return List.of(
        step(
            Layer.IDENTITY,
            "no_supplementary_groups",
            "setgroups",
            new Literal(0),
            new Literal(NULL)),
        step(Layer.IDENTITY, "jail_group", "setresgid", group, group, group),
        step(Layer.IDENTITY, "jail_user", "setresuid", user, user, user));
  }

  private Step dropCapabilities(String name) {
    return step(
        Layer.IDENTITY,
        name,
        "capset",
        new Buffer(Bytes.ofInts(CAPABILITY_VERSION, (int) THIS_PROCESS)),
        new Buffer(Bytes.ofInts(0, 0, 0, 0, 0, 0)));
  }

  private List<Step> landlock() {
    SortedMap<Long, Bytes> attributes = LandlockRuleset.attributesByAbi();
    return List.of(
        step(
            Layer.LANDLOCK,
            LANDLOCK_ABI,
            "landlock_create_ruleset",
            new Literal(NULL),
            new Literal(0),
            new Literal(LANDLOCK_CREATE_RULESET_VERSION)),
        step(
            Layer.LANDLOCK,
            LANDLOCK_RULESET,
            "landlock_create_ruleset",
            byAbi(attributes, Buffer::new),
            byAbi(attributes, bytes -> new Literal(bytes.size())),
            new Literal(0)),
        restrict("landlock_zygote"));
  }

  private static ByResult byAbi(
      SortedMap<Long, Bytes> attributes, Function<Bytes, Argument> argument) {
    SortedMap<Long, Argument> choices = new TreeMap<>();
    attributes.forEach((abi, bytes) -> choices.put(abi, argument.apply(bytes)));
    return new ByResult(LANDLOCK_ABI, choices);
  }

  private List<Step> workerSteps() {
    List<Step> steps = new ArrayList<>();
    // fork clears it; whoever sets it must see afterwards that the parent is still there.
    steps.add(prctl("die_with_zygote", PR_SET_PDEATHSIG, SIGKILL));
    if (spec.landlock()) {
      // The same ruleset again is a domain of its own, nested in the zygote's: siblings are
      // outside.
      steps.add(restrict("landlock_worker"));
      steps.add(
          step(Layer.LANDLOCK, "landlock_close_ruleset", "close", new Result(LANDLOCK_RULESET)));
    }
    steps.add(limit(ResourceLimit.PROCESSES, 0));
    steps.add(limit(ResourceLimit.DESCRIPTORS, spec.workerDescriptors()));
    steps.add(limit(ResourceLimit.STACK, spec.workerStackBytes()));
    steps.add(
        limit(
            ResourceLimit.CPU_TIME,
            new WorkerValue(JailSpec.CPU_SECONDS),
            new WorkerValue(JailSpec.CPU_SECONDS_CEILING)));
    // The executor's own allocations count from here on.
    steps.add(
        limit(
            ResourceLimit.ADDRESS_SPACE,
            new WorkerValue(JailSpec.ADDRESS_SPACE),
            new WorkerValue(JailSpec.ADDRESS_SPACE_CEILING)));
    // Last, for it refuses all of the above.
    steps.add(filter("filter", table));
    return steps;
  }

  private Step filter(String name, SystemCallTable calls) {
    return step(
        Layer.SECCOMP,
        name,
        "seccomp",
        new Literal(SECCOMP_SET_MODE_FILTER),
        new Literal(0),
        new Program(SeccompFilter.of(calls)));
  }

  private Step restrict(String name) {
    return step(
        Layer.LANDLOCK,
        name,
        "landlock_restrict_self",
        new Result(LANDLOCK_RULESET),
        new Literal(0));
  }

  private Step limit(ResourceLimit limit, long value) {
    return limit(limit, new Literal(value), new Literal(value));
  }

  private Step limit(ResourceLimit limit, Word soft, Word hard) {
    return step(
        Layer.RESOURCE_LIMITS,
        limit.stepName(),
        "prlimit64",
        new Literal(THIS_PROCESS),
        new Literal(limit.number()),
        new Words(List.of(soft, hard)),
        new Literal(NULL));
  }

  /** Unused arguments are given as 0: some operations refuse anything else. */
  private Step prctl(String name, long... arguments) {
    return new Step(
        Layer.IDENTITY,
        name,
        table.call("prctl").number(),
        Arrays.stream(Arrays.copyOf(arguments, 5)).mapToObj(Literal::new).toArray(Argument[]::new));
  }

  private Step step(Layer layer, String name, String systemCall, Argument... arguments) {
    return new Step(layer, name, table.call(systemCall).number(), arguments);
  }
}
