package io.terrarium.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The directions that ARCHITECTURE.md states, over the compiled classes of all modules. */
class DirectionsTest {
  private static final List<String> MODULES =
      List.of(
          "api",
          "wire",
          "jail",
          "runtime",
          "policy",
          "config",
          "core",
          "engine-cpython",
          "engine-wasm",
          "testing/escapes",
          "json",
          "server",
          "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          // Which the build makes of the artifact: Python as bytecode, a third of a million calls.
          .withImportOption(location -> !location.contains("/PythonMachine"))
          .importPaths(
              MODULES.stream()
                  .map(module -> Path.of("..", "..", module, "target", "classes"))
                  .toList());

  private static final String API = "io.terrarium";
  private static final String VALUE = "io.terrarium.value";
  private static final String CONTRACT = "io.terrarium.contract";
  private static final String SPI = "io.terrarium.spi";
  private static final String WIRE = "io.terrarium.wire";
  private static final String JAIL = "io.terrarium.jail";
  private static final String RUNTIME = "io.terrarium.runtime";
  private static final String POLICY = "io.terrarium.policy";
  private static final String CONFIG = "io.terrarium.config";
  private static final String CORE = "io.terrarium.core";
  private static final String ENGINE = "io.terrarium.engine.cpython";
  private static final String WASM_ENGINE = "io.terrarium.engine.wasm";
  private static final String ESCAPES = "io.terrarium.escapes";
  private static final String JSON = "io.terrarium.json";
  private static final String SERVER = "io.terrarium.server";
  private static final String PAGE = "io.terrarium.server.page";
  private static final String LOGGING = "io.terrarium.server.logging";
  private static final String OPERATIONS = "io.terrarium.server.operations";
  private static final String CLI = "io.terrarium.cli";
  private static final String PLATFORM = "java..";
  private static final String ANNOTATIONS = "org.jspecify..";

  @Test
  void the_classes_of_every_module_are_there() {
    for (String name :
        List.of(
            API,
            VALUE,
            CONTRACT,
            SPI,
            WIRE,
            JAIL,
            RUNTIME,
            POLICY,
            CONFIG,
            CORE,
            ENGINE,
            WASM_ENGINE,
            ESCAPES,
            JSON,
            SERVER,
            CLI)) {
      assertThat(CLASSES.containPackage(name)).as(name).isTrue();
    }
  }

  @Test
  void the_api_depends_on_nothing_but_the_platform() {
    only(API, API, VALUE, CONTRACT, SPI);
    only(VALUE, API, VALUE);
    only(CONTRACT, API, VALUE, CONTRACT, SPI);
    only(SPI, API, VALUE, SPI, "com.sun.management");
  }

  @Test
  void the_wire_format_depends_on_the_api_alone() {
    only(WIRE, WIRE, API, VALUE);
  }

  @Test
  void the_jail_and_the_runtime_depend_on_nothing() {
    only(JAIL, JAIL);
    only(RUNTIME, RUNTIME);
  }

  @Test
  void policies_as_operators_meet_them_depend_on_the_api_and_the_tables() {
    only(POLICY, POLICY, API, SPI, RUNTIME, "org.tomlj..");
  }

  @Test
  void configurations_depend_on_the_api_and_on_policies() {
    only(CONFIG, CONFIG, API, CONTRACT, POLICY, "org.tomlj..");
  }

  @Test
  void the_core_knows_no_engine_and_no_jail() {
    only(CORE, CORE, API, VALUE, CONTRACT, SPI, WIRE, "jdk.jfr..");
  }

  @Test
  void the_cpython_engine_does_not_know_the_core() {
    only(ENGINE, ENGINE, API, VALUE, SPI, WIRE, JAIL, RUNTIME);
  }

  @Test
  void the_wasm_engine_knows_neither_the_core_nor_the_jail() {
    only(
        WASM_ENGINE,
        WASM_ENGINE,
        API,
        VALUE,
        SPI,
        WIRE,
        RUNTIME,
        "run.endive..",
        "io.trino.wasm..",
        "com.sun.management");
  }

  @Test
  void only_one_class_knows_the_artifact_of_python() {
    noClasses()
        .that()
        .resideInAPackage(WASM_ENGINE)
        .and()
        .doNotHaveSimpleName("PythonAbi")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.trino..")
        .check(CLASSES);
  }

  @Test
  void the_escape_suite_depends_on_the_api_and_the_tables_of_system_calls() {
    only(ESCAPES, ESCAPES, API, VALUE, JAIL);
  }

  @Test
  void documents_depend_on_the_api_on_policies_on_configurations_and_on_jackson() {
    only(
        JSON,
        JSON,
        API,
        VALUE,
        CONTRACT,
        POLICY,
        CONFIG,
        "tools.jackson..",
        "com.fasterxml.jackson..");
  }

  @Test
  void how_the_service_is_operated_depends_on_the_service_and_not_the_other_way_round() {
    only(
        OPERATIONS,
        OPERATIONS,
        SERVER,
        API,
        CONFIG,
        JSON,
        "io.helidon.webserver..",
        "io.prometheus..",
        "org.slf4j..",
        "tools.jackson..");
    only(LOGGING, LOGGING, CONFIG, JSON, "org.slf4j..", "ch.qos.logback..", "tools.jackson..");
  }

  @Test
  void the_page_sees_the_service_only() {
    only(PAGE, PAGE, SERVER);
  }

  @Test
  void the_service_sees_the_api_policies_configurations_and_documents_only() {
    only(
        SERVER,
        SERVER,
        API,
        VALUE,
        SPI,
        POLICY,
        CONFIG,
        JSON,
        "com.sun.management..",
        "io.helidon..",
        "tools.jackson..",
        "com.fasterxml.jackson..");
  }

  @Test
  void the_command_line_sees_the_api_policies_documents_the_service_and_the_escape_suite_only() {
    only(
        CLI,
        CLI,
        API,
        VALUE,
        CONTRACT,
        SPI,
        POLICY,
        CONFIG,
        JSON,
        SERVER,
        OPERATIONS,
        LOGGING,
        PAGE,
        ESCAPES,
        "picocli..",
        "de.siegmar.fastcsv..",
        "tools.jackson..",
        "com.fasterxml.jackson..");
  }

  /**
   * A clock that is set would end calls early, or never. What programs may ask is another matter.
   */
  @Test
  void nothing_reads_the_clock_on_the_wall() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(WASM_ENGINE + ".ProgramClock")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
    noClasses()
        .should()
        .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.Date.class, java.util.Calendar.class, java.time.Clock.class)
        .check(CLASSES);
  }

  @Test
  void there_is_no_java_deserialisation() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(CLASSES);
  }

  private static void only(String from, String... allowed) {
    classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(PLATFORM, ANNOTATIONS), Stream.of(allowed))
                .toArray(String[]::new))
        .check(CLASSES);
  }
}
