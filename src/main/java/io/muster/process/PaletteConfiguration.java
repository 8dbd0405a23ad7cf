package io.muster.process;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the palette off the application context, without making any of the beans. */
@Configuration(proxyBeanMethods = false)
class PaletteConfiguration {
  @Bean
  ModelCatalog palette(ApplicationContext context, ObjectProvider<ProcessVocabulary> vocabularies) {
    var beans = new HashMap<String, Class<?>>();
    for (var name : context.getBeanNamesForType(Step.class, true, false)) {
      beans.put(name, type(context, name));
    }
    for (var name : context.getBeanNamesForAnnotation(AllowedInModels.class)) {
      beans.put(name, type(context, name));
    }
    return new ModelCatalog(
        beans,
        () -> declared(vocabularies),
        () ->
            vocabularies.stream()
                .collect(Collectors.toMap(ProcessVocabulary::key, ProcessVocabulary::needs)));
  }

  private static Class<?> type(ApplicationContext context, String name) {
    var type = context.getType(name);
    return type == null ? Object.class : type;
  }

  private static Map<String, Set<String>> declared(ObjectProvider<ProcessVocabulary> vocabularies) {
    return vocabularies.stream()
        .collect(
            Collectors.toMap(
                ProcessVocabulary::key,
                vocabulary ->
                    vocabulary.variables().stream()
                        .map(ProcessVariable::name)
                        .collect(Collectors.toSet())));
  }
}
