package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.DestructionController.Proposal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A list that is proposed is that of the forecast it names: nobody more, and nobody less. */
class ProposalTests {
  private static final String SHOWN = digest("P1", "P2");

  @Test
  void isTheSameListInWhateverOrder() {
    assertThat(digest("P2", "P1", "P2")).isEqualTo(SHOWN);
    assertThatCode(() -> propose(SHOWN, "P2", "P1")).doesNotThrowAnyException();
    assertThatCode(() -> propose(null, "P2", "P1", "P3")).doesNotThrowAnyException();
  }

  @Test
  void isAnotherListWithOneMoreOrOneLess() {
    assertThatThrownBy(() -> propose(SHOWN, "P1", "P2", "P3")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> propose(SHOWN, "P1")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> propose(SHOWN, "P1", "P3"))
        .hasMessageContaining("not the people of the forecast");
  }

  private static void propose(@Nullable String list, String... people) {
    var proposal = new Proposal(List.of(people), "site closes", list);
    proposal.demandShown(Destruction.digest(proposal.people()));
  }

  private static String digest(String... people) {
    return Destruction.digest(List.of(people).stream().map(EmployeeId::new).toList());
  }
}
