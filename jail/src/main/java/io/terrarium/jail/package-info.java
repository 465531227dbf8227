/**
 * The operating-system isolation of a zygote and its workers: a description of it, as plain data.
 *
 * <h2>Theory of operation</h2>
 *
 * <p>A <em>zygote</em> is a warmed Python process; a <em>worker</em> is a fork of it that runs one
 * user's code. The user's code is taken to be hostile and to have taken over its Python
 * interpreter: whatever holds it must be held by the kernel. Java decides here what that is, and
 * this package turns a {@link io.terrarium.jail.JailSpec} into a {@link io.terrarium.jail.JailPlan}
 * by a pure function: lists of system calls with their arguments, down to the bytes of the seccomp
 * filter. The executor ({@code jail.py} in the runtime) performs them one after the other and
 * decides nothing. So everything that matters can be read and tested here, and what runs as root is
 * one small file of Python.
 *
 * <h2>What each layer of the floor is for</h2>
 *
 * <ul>
 *   <li><b>Identity.</b> The process is not root, in no supplementary group if it was, without
 *       capabilities, and can gain nothing by {@code exec}. It is in a session of its own, so no
 *       terminal is near, and not dumpable, so a process of the same user cannot attach to it.
 *   <li><b>Landlock.</b> A ruleset without rules: no file, no TCP port, and where the kernel knows
 *       how (ABI 6) no abstract socket and no signal to anyone outside the domain. Each worker
 *       restricts itself with the zygote's ruleset <em>again</em>: that makes a domain of its own
 *       within the zygote's. Without it the workers of one zygote would share a domain, and could
 *       signal and trace each other.
 *   <li><b>Resource limits.</b> They are counted for a process; a worker cannot fork or start
 *       threads, so they are exact. Hard limits of address space and CPU time may be given higher
 *       than the soft ones: the worker cannot change either, its zygote can raise the soft ones.
 *   <li><b>Seccomp.</b> At most 21 system calls are left, with conditions on the arguments of nine.
 *       The zygote has a filter of its own from before it is ready, so that a worker is never
 *       without one. The tables are data files with a reason in every line; see {@link
 *       io.terrarium.jail.SystemCallTable}, {@link io.terrarium.jail.ArgumentCondition} and {@link
 *       io.terrarium.jail.SeccompFilter}.
 * </ul>
 *
 * <p>And, where the kernel grants it, what is beyond the floor:
 *
 * <ul>
 *   <li><b>Namespaces.</b> What the filter and Landlock forbid to reach is not there: the root
 *       directory is empty and read-only but for the way to the supervisor's socket, no process, no
 *       network device and no System V object is outside. See {@link io.terrarium.jail.Enclosure}.
 * </ul>
 *
 * <p>The layers overlap on purpose. A worker that found a way round the filter has no file that
 * Landlock lets it open; one that found a way round Landlock has no {@code openat}.
 *
 * <h2>The order, and why</h2>
 *
 * <p>In the process that is started, before anything else: groups, group, user (each takes away the
 * right to the one before it); namespaces, that of process ids last; the parent-death signal, which
 * the change of user resets (prctl(2)). It then forks the zygote into that namespace, gives up
 * everything, and waits for it as its <em>keeper</em>.
 *
 * <p>In the zygote, after it has imported what it will need and closed every descriptor that it
 * does not: the parent-death signal; the empty root, which needs the capabilities that the user
 * namespace gave, and which Landlock would not let it make; proof that it is not root;
 * capabilities; session; {@code no_new_privs}, without which the kernel takes neither Landlock nor
 * seccomp from an unprivileged process; not dumpable; the Landlock ABI, the ruleset, the
 * restriction; limits; its filter. Descriptors that are open keep their rights, which is why they
 * are closed before.
 *
 * <p>In each worker: the parent-death signal (fork(2) clears it; the worker looks at {@code
 * getppid} behind it, for the parent may have died before); Landlock; the ruleset's descriptor is
 * closed; limits; and the filter last, for it refuses every step before it. The parent-death signal
 * is sent with the parent's rights: a zygote whose user is not Java's gets it only from a Java with
 * {@code CAP_KILL}, so a zygote must also watch for the end of its input.
 *
 * <h2>Failing</h2>
 *
 * <p>A step that fails ends the set-up: there is no jail with a layer less. The executor names the
 * layer, the step and the error; {@link io.terrarium.jail.Remedy} turns them into what is missing
 * and what would fix it.
 *
 * <h2>What it does not do</h2>
 *
 * <p>It does not bound what all workers use together, and hides neither the clock, the processor
 * nor the kernel's version: timing and side channels of shared hardware are for the deployment to
 * judge. Supplementary groups of a Java process that is not root stay with its zygote; with no file
 * system right they reach nothing.
 *
 * <h2>Sources</h2>
 *
 * <p>Manual pages seccomp(2), landlock(7), prctl(2), capabilities(7), credentials(7), getrlimit(2),
 * futex(2), clock_getres(2), mmap(2), mremap(2), madvise(2), fork(2); the kernel's
 * Documentation/userspace-api/{seccomp_filter,landlock,no_new_privs}.rst and
 * include/uapi/linux/{seccomp,landlock,audit,filter,capability}.h.
 */
@NullMarked
package io.terrarium.jail;

import org.jspecify.annotations.NullMarked;
