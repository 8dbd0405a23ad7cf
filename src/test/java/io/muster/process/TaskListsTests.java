package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.junit.jupiter.api.Test;

class TaskListsTests {
  private final TaskQueryImpl list = new TaskQueryImpl();

  @Test
  void showsThePartsOfAProcessThatWasCutUp() {
    list.processDefinitionKey("whole");

    assertThat(TaskLists.widen(list, "whole", "part", "other")).isTrue();

    assertThat(list.getProcessDefinitionKey()).isNull();
    assertThat(list.getProcessDefinitionKeys()).containsExactly("whole", "part", "other");
    assertThat(TaskLists.widen(list, "whole", "part", "other")).as("once").isFalse();
  }

  @Test
  void leavesAloneWhatHasNoPartsOrShowsSomethingElse() {
    list.processDefinitionKey("whole");
    assertThat(TaskLists.widen(list, "whole")).isFalse();
    assertThat(TaskLists.widen(list, "another", "part")).isFalse();
    assertThat(list.getProcessDefinitionKey()).isEqualTo("whole");
    assertThat(TaskLists.widen(new TaskQueryImpl(), "whole", "part")).isFalse();
  }
}
