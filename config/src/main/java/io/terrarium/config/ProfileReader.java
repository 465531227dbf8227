package io.terrarium.config;

import io.terrarium.HostFunction;
import io.terrarium.Limits;
import io.terrarium.Policy;
import io.terrarium.Profile;
import io.terrarium.PythonRuntime;
import io.terrarium.SandboxSettings;
import io.terrarium.contract.Contract;
import io.terrarium.contract.InvalidContractException;
import io.terrarium.policy.InvalidPolicyException;
import io.terrarium.policy.PolicyFile;
import io.terrarium.policy.TomlFile;
import io.terrarium.policy.TomlFile.Entry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads one {@code [profiles.NAME]}. */
final class ProfileReader {
  private final String name;
  private final Section section;
  private final SandboxSettings settings;
  private final Profile.Builder profile;

  ProfileReader(String name, Section section, SandboxSettings settings) {
    this.name = name;
    this.section = section;
    this.settings = settings;
    this.profile = Profile.named(name);
  }

  Optional<Profile> read() {
    section.refuseOthersThan(Keys.PROFILE);
    Optional<String> runtime = runtime();
    runtime.ifPresent(profile::runtime);
    Set<String> modules =
        modules(settings.runtimes().get(runtime.orElse(PythonRuntime.DEFAULT_NAME)));
    policy(modules).ifPresent(profile::policy);
    section.number(
        "concurrency",
        number -> {
          Profile.named("any").maximumConcurrentCalls(number).build();
          profile.maximumConcurrentCalls(number);
        });
    if (section.has("host_functions")) {
      profile.hostFunctions(hostFunctions());
    }
    for (Entry contract : section.entries("contracts")) {
      contract(contract).ifPresent(profile::expect);
    }
    limits();
    try {
      return Optional.of(profile.build());
    } catch (IllegalArgumentException e) {
      section.problem(Keys.PROFILE, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void limits() {
    Limits ceiling = LimitsReader.read(section, "ceiling", settings.ceiling());
    Limits usual =
        LimitsReader.read(section, "limits", settings.defaultLimits().clampedTo(ceiling));
    if (section.has("ceiling")) {
      LimitsReader.refuseExcess(section, "ceiling", ceiling, settings.ceiling(), "sandbox.ceiling");
      profile.ceiling(ceiling);
    }
    if (section.has("limits")) {
      LimitsReader.refuseExcess(section, usual, ceiling);
      profile.limits(usual);
    }
  }

  /** The names of functions that an application can lend; whether it does is not known here. */
  private Set<String> hostFunctions() {
    List<Entry> names = section.entries("host_functions");
    for (Entry each : names) {
      try {
        var _ = HostFunction.named(each.text());
      } catch (IllegalArgumentException e) {
        section.file().add(each.place(), section.shown("host_functions") + ": " + e.getMessage());
      }
    }
    return TomlFile.texts(names);
  }

  /** What a runtime has besides the standard library, for policies to name. */
  private static Set<String> modules(@Nullable PythonRuntime runtime) {
    var modules = new HashSet<String>();
    if (runtime != null) {
      modules.addAll(runtime.preload());
      runtime.modules().forEach(module -> modules.add(module.name()));
    }
    return modules;
  }

  /** A preset with options, the file of a policy, or a policy in place. */
  private Optional<Policy> policy(Set<String> modules) {
    TomlPosition place = section.place("policy");
    if (section.table().get(List.of("policy")) instanceof TomlTable inPlace) {
      return PolicyFile.within(section.file(), inPlace, section.shown("policy"), name, modules);
    }
    Optional<String> word = section.text("policy", "\"restricted\"");
    if (word.isPresent() && word.get().endsWith(PolicyFile.SUFFIX)) {
      return section.path(word.get(), place, "policy").flatMap(it -> policyFile(it, modules));
    }
    try {
      return word.map(Policy::named);
    } catch (IllegalArgumentException e) {
      List<String> presets = Policy.presets().stream().map(Policy::name).toList();
      section.problem(
          "policy",
          "%s; a file's name ends with %s%s"
              .formatted(
                  e.getMessage(), PolicyFile.SUFFIX, TomlFile.meant(word.orElse(""), presets)));
      return Optional.empty();
    }
  }

  private Optional<Policy> policyFile(Path path, Set<String> modules) {
    try {
      return Optional.of(PolicyFile.read(path, modules));
    } catch (InvalidPolicyException e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> section.problem("policy", line));
      return Optional.empty();
    }
  }

  private Optional<String> runtime() {
    Optional<String> runtime = section.text("runtime");
    if (runtime.isPresent() && !settings.runtimes().containsKey(runtime.get())) {
      section.problem(
          "runtime",
          "there is no runtime '%s'; there is %s%s"
              .formatted(
                  runtime.get(),
                  String.join(", ", settings.runtimes().keySet()),
                  TomlFile.meant(runtime.get(), settings.runtimes().keySet())));
      return Optional.empty();
    }
    return runtime;
  }

  private Optional<Contract> contract(Entry entry) {
    try {
      return Optional.of(Contract.parse(entry.text()));
    } catch (InvalidContractException e) {
      section.file().add(entry.place(), section.shown("contracts") + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
