package io.muster.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.process.TaskForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of the process owners' folder are read. */
class ModelFilesTests {
  private static final String SECRET = "hexnodeKeyA1B2C3";

  @TempDir Path around;

  @Test
  void aLinkThatLeadsOutOfTheFolderIsNotFollowed() throws IOException {
    var secret = Files.writeString(around.resolve("secret"), SECRET);
    var elsewhere = Files.createDirectories(around.resolve("elsewhere/b2"));
    Files.writeString(elsewhere.resolve("x.bpmn"), SECRET);
    var folder = Files.createDirectories(around.resolve("models"));
    var bundle = Files.createDirectories(folder.resolve("processes/b1"));
    Files.writeString(bundle.resolve("mine.bpmn"), "<a/>");
    Files.createSymbolicLink(bundle.resolve("stolen.bpmn"), secret);
    Files.createSymbolicLink(bundle.resolve("relative.dmn"), Path.of("../../../secret"));
    Files.createSymbolicLink(folder.resolve("processes/b2"), elsewhere);
    Files.createSymbolicLink(folder.resolve("stray.form"), secret);
    var files = new ModelFiles(Map.of(), folder);

    assertThat(files.bundles()).containsExactly("b1");
    assertThat(files.now("b1").keySet()).containsExactly("b1/mine.bpmn");
    assertThat(files.now("b2")).isEmpty();
    assertThat(files.signature("b2")).isEmpty();
    assertThat(files.stray()).isEmpty();
  }

  @Test
  void linksWithinTheFolderAreWhatAMountIsMadeOf() throws IOException {
    var mount = Files.createDirectories(around.resolve("mount"));
    var data = Files.createDirectories(mount.resolve("..2026/processes/b1"));
    Files.writeString(data.resolve("x.bpmn"), "<a/>");
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026"));
    Files.createSymbolicLink(mount.resolve("processes"), Path.of("..data/processes"));
    var linked = Files.createSymbolicLink(around.resolve("models"), mount);

    assertThat(new ModelFiles(Map.of(), linked).now("b1").keySet()).containsExactly("b1/x.bpmn");
  }

  @Test
  void whatIsNoModelIsNotQuoted() {
    for (var content : new String[] {SECRET, "<" + SECRET + ">", "<a>&" + SECRET + ";</a>"}) {
      assertThatThrownBy(() -> Xml.read(content.getBytes(UTF_8)))
          .hasMessageContaining("line 1")
          .hasMessageNotContaining(SECRET)
          .hasNoCause();
    }
    for (var content : new String[] {SECRET, "{" + SECRET, "[" + SECRET + "]"}) {
      assertThatThrownBy(() -> TaskForm.read(content))
          .hasMessageContaining("line 1")
          .hasMessageNotContaining(SECRET)
          .hasNoCause();
    }
  }
}
