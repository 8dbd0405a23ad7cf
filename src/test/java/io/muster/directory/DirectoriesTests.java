package io.muster.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure;
import io.muster.testing.InMemoryDirectory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoriesTests {
  @Test
  void holdsAnyNumberOfConnectionsOfEveryVendor() {
    var directories =
        new Directories(List.of(vendor("okta", "okta-labs"), vendor("tenant-a", "tenant-b")));

    assertThat(directories.all())
        .extracting(Directory::connection)
        .containsExactly("okta", "okta-labs", "tenant-a", "tenant-b");
    assertThat(directories.named("tenant-b").connection()).isEqualTo("tenant-b");
  }

  @Test
  void startsWithNoTwoConnectionsOfOneNameEvenOfDifferentVendors() {
    assertThatThrownBy(() -> new Directories(List.of(vendor("main"), vendor("other", "main"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'main'")
        .hasMessageContaining("another name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "with space", "..", "umläut"})
  void startsWithNoNameThatCannotStandInAnAddress(String name) {
    assertThatThrownBy(() -> new Directories(List.of(vendor(name))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("letters, digits");
  }

  @Test
  void saysWhatToMendWhereATableNamesAConnectionThatIsNotThere() {
    var directories = new Directories(List.of(vendor("okta")));

    assertThatThrownBy(() -> directories.named("entra"))
        .isInstanceOf(RemoteFailure.Misconfigured.class)
        .hasMessageContaining("'entra'")
        .hasMessageContaining("[okta]")
        .hasMessageContaining("connection-routing.dmn");
  }

  private static DirectorySource vendor(String... names) {
    List<Directory> directories =
        java.util.Arrays.stream(names).<Directory>map(InMemoryDirectory::new).toList();
    return () -> directories;
  }
}
