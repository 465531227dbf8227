package io.terrarium.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CodesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "codes.md");
  private static final String COMMAND =
      "./build -pl policy -am test -Dtest=CodesPageTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dterrarium.write=true";

  @Test
  void the_page_of_codes_is_the_table_of_codes() throws IOException {
    String made = CodesPage.of(PolicyTables.installed());
    if (Boolean.getBoolean("terrarium.write")) {
      Files.writeString(PAGE, made);
    }
    assertThat(PAGE).as("docs/codes.md, which this makes: " + COMMAND).hasContent(made);
  }

  @Test
  void the_command_that_makes_the_page_stands_where_contributors_look() throws IOException {
    assertThat(Files.readString(Path.of("..", "CONTRIBUTING.md"))).contains(COMMAND);
  }
}
