package io.muster.lifecycle.offboarding;

import io.muster.process.TableDeployed;
import java.io.ByteArrayInputStream;
import org.camunda.bpm.model.dmn.Dmn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Warns in the log where a table that is deployed asks more people than there are. */
@Component
class WarnOfSmallGroups implements TableDeployed {
  private static final Logger log = LoggerFactory.getLogger(WarnOfSmallGroups.class);

  private final ApproverGroups groups;

  WarnOfSmallGroups(ApproverGroups groups) {
    this.groups = groups;
  }

  @Override
  public String decision() {
    return WipeDecisionWords.WORDS.decision();
  }

  @Override
  public void deployed(byte[] file) {
    groups
        .tooFew(Dmn.readModelFromStream(new ByteArrayInputStream(file)))
        .forEach(what -> log.warn("{} GET /api/doctor shows it until it is fixed.", what));
  }
}
