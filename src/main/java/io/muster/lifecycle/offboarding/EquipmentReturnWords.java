package io.muster.lifecycle.offboarding;

import io.muster.process.OutputWords;
import io.muster.process.TableWords;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the table about equipment that is asked back may say. */
@Configuration(proxyBeanMethods = false)
class EquipmentReturnWords {
  @Bean
  TableWords equipmentReturnTable() {
    return new TableWords("equipmentReturn", Map.of("askedBackFirst", OutputWords.yesOrNo()));
  }
}
