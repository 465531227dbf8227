package io.terrarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The requests in the guide are made as they stand there, and are answered so. */
class GuideTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK =
      Pattern.compile("^```console\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

  private final List<String> form = new ArrayList<>();
  private String program = "PROGRAM";

  @Test
  void every_request_in_the_guide_is_answered_as_it_says() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/http.md"));
    int requests = 0;
    try (var served = new Served()) {
      Matcher blocks = BLOCK.matcher(page);
      while (blocks.find()) {
        String[] lines = blocks.group(1).split("\\R", -1);
        for (int i = 0; i + 1 < lines.length; i += 2) {
          Served.Got got = served.send(request(served, lines[i]));
          assertThat(got.text().strip()).as(lines[i]).matches(pattern(lines[i + 1]));
          Matcher id = ID.matcher(got.text());
          program = id.find() ? id.group() : program;
          requests++;
        }
      }
    }
    assertThat(requests).isGreaterThanOrEqualTo(5);
  }

  @Test
  void every_problem_stands_in_the_guide_with_its_status() throws IOException {
    List<String> rows = Files.readAllLines(ROOT.resolve("docs/http.md"));
    for (ProblemCode code : ProblemCode.values()) {
      assertThat(rows)
          .as(code.word())
          .anyMatch(row ->
              row.startsWith("|")
                  && row.contains("`" + code.word() + "`")
                  && row.contains(String.valueOf(code.status())));
    }
  }

  /** What curl would send. */
  private HttpRequest.Builder request(Served served, String command) throws IOException {
    List<String> words =
        WORD.matcher(command.replace("PROGRAM", program))
            .results()
            .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
            .toList();
    assertThat(words.subList(0, 3)).containsExactly("$", "curl", "-s");
    var request = HttpRequest.newBuilder();
    form.clear();
    for (int i = 3; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-H" -> request.headers(words.get(++i).split(": ", 2));
        case "-d" -> request.POST(BodyPublishers.ofString(words.get(++i)));
        case "-F" -> form.add(words.get(++i));
        default -> request.uri(served.uri(words.get(i).substring("localhost:8080".length())));
      }
    }
    return form.isEmpty() ? request : withForm(request);
  }

  private HttpRequest.Builder withForm(HttpRequest.Builder request) throws IOException {
    var body = new ByteArrayOutputStream();
    for (String part : form) {
      int equals = part.indexOf('=');
      String value = part.substring(equals + 1);
      boolean isFile = value.startsWith("@");
      String head =
          "--b\r\nContent-Disposition: form-data; name=\"" + part.substring(0, equals) + "\"";
      String file = isFile ? "; filename=\"" + value.substring(1) + "\"" : "";
      body.writeBytes((head + file + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      body.writeBytes(
          isFile
              ? Files.readAllBytes(ROOT.resolve(value.substring(1)))
              : value.getBytes(StandardCharsets.UTF_8));
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes("--b--\r\n".getBytes(StandardCharsets.UTF_8));
    return request
        .header("Content-Type", "multipart/form-data; boundary=b")
        .POST(BodyPublishers.ofByteArray(body.toByteArray()));
  }

  private static String pattern(String expected) {
    return Stream.concat(Arrays.stream(expected.split("…", -1)), Stream.empty())
        .map(Pattern::quote)
        .collect(Collectors.joining("(?s).*"));
  }
}
