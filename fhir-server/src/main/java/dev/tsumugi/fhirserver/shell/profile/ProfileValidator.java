package dev.tsumugi.fhirserver.shell.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import dev.tsumugi.terminology.Definitions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/**
 * Base R4 and one set of loaded profiles, ready to validate. Some hundred megabytes, seconds to
 * make; safe for concurrent use. It asks no other server, loads no address, and follows no
 * reference, so that what is validated cannot ask what is here.
 */
final class ProfileValidator {
  private final IValidationSupport support;
  private final FhirValidator validator;
  private final int unread;

  private ProfileValidator(IValidationSupport support, FhirValidator validator, int unread) {
    this.support = support;
    this.validator = validator;
    this.unread = unread;
  }

  /** How many of the loaded resources could not be read, and do not count. */
  int unread() {
    return unread;
  }

  /** What every set of profiles stands on. */
  record Base(FhirContext context, IValidationSupport definitions) {
    static Base load() {
      FhirContext context = FhirContext.forR4();
      return new Base(context, new DefaultProfileValidationSupport(context));
    }
  }

  /**
   * @param loaded StructureDefinitions, ValueSets and CodeSystems, in JSON
   */
  static ProfileValidator of(Base base, List<byte[]> loaded, Definitions codes) {
    FhirContext context = base.context();
    PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(context);
    IParser parser = context.newJsonParser();
    int unread = 0;
    for (byte[] json : loaded) {
      try {
        own.addResource(parser.parseResource(new String(json, StandardCharsets.UTF_8)));
      } catch (DataFormatException unreadable) {
        unread++; // one bad profile must not keep everybody from the others
      }
    }
    UnknownCodeSystemWarningValidationSupport unknown =
        new UnknownCodeSystemWarningValidationSupport(context);
    unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
    ValidationSupportChain chain =
        new ValidationSupportChain(
            own,
            base.definitions(),
            new TermSupport(context, codes),
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new SnapshotGeneratingValidationSupport(context),
            unknown);
    FhirInstanceValidator module = new FhirInstanceValidator(chain);
    // A profile somebody names in meta and that is not loaded is no fault of the resource.
    module.setErrorForUnknownProfiles(false);
    module.setAnyExtensionsAllowed(true);
    FhirValidator validator = context.newValidator();
    validator.registerValidatorModule(module);
    return new ProfileValidator(chain, validator, unread);
  }

  boolean knows(String profile) {
    return support.fetchStructureDefinition(profile) != null;
  }

  List<SingleValidationMessage> check(byte[] json, Optional<String> profile) {
    ValidationOptions options = new ValidationOptions();
    profile.ifPresent(options::addProfile);
    return validator
        .validateWithResult(new String(json, StandardCharsets.UTF_8), options)
        .getMessages();
  }
}
