package io.muster.notices;

import io.muster.people.EmployeeId;
import io.muster.process.TaskSubject;
import org.springframework.stereotype.Component;

/** Names a person as far as the settings allow it. */
@Component
class PersonNaming {
  private final NoticesProperties properties;
  private final TaskSubject subject;

  PersonNaming(NoticesProperties properties, TaskSubject subject) {
    this.properties = properties;
    this.subject = subject;
  }

  /** True if anybody is named at all. */
  boolean names() {
    return properties.person() != NoticesProperties.Naming.NOBODY;
  }

  /** The person in brackets after a blank; empty if nobody is named. */
  String of(EmployeeId person) {
    return switch (properties.person()) {
      case NOBODY -> "";
      case NUMBER -> " (%s)".formatted(person);
      case NAME -> " (%s)".formatted(OneLine.of(subject.about(person)));
    };
  }
}
