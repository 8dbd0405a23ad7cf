package io.muster.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys each shipped process with its tables and forms as one bundle under relative names, so
 * that they are versioned together and an unchanged bundle stays as it is, wherever the service
 * runs.
 */
@Component
class Bundles implements SmartInitializingSingleton {
  private final RepositoryService repository;
  private final PathMatchingResourcePatternResolver files =
      new PathMatchingResourcePatternResolver();

  Bundles(RepositoryService repository) {
    this.repository = repository;
  }

  @Override
  public void afterSingletonsInstantiated() {
    try {
      bundles().forEach(this::deploy);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Map<String, Map<String, Resource>> bundles() throws IOException {
    var bundles = new TreeMap<String, Map<String, Resource>>();
    for (var kind : new String[] {"processes/*/*.bpmn", "processes/*/*.dmn", "forms/*/*.form"}) {
      for (var file : files.getResources("classpath*:" + kind)) {
        var path = file.getURL().getPath();
        var name = path.substring(path.lastIndexOf('/') + 1);
        var folder = path.substring(0, path.lastIndexOf('/'));
        var bundle = folder.substring(folder.lastIndexOf('/') + 1);
        bundles
            .computeIfAbsent(bundle, key -> new TreeMap<>())
            .put("%s/%s".formatted(bundle, name), file);
      }
    }
    if (bundles.isEmpty()) {
      throw new IllegalStateException(
          "No process is in the jar: processes/ and forms/ are missing from the class path.");
    }
    return bundles;
  }

  private void deploy(String bundle, Map<String, Resource> contents) {
    var deployment =
        repository.createDeployment().name(bundle).source("muster").enableDuplicateFiltering(false);
    contents.forEach(
        (name, file) -> {
          try (var bytes = file.getInputStream()) {
            deployment.addInputStream(name, bytes);
          } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
          }
        });
    deployment.deploy();
  }
}
