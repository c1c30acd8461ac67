package dev.tsumugi.kernel;

import java.util.List;

/**
 * How wishes and consents look in FHIR R4: every profile, code, extension and naming system that we
 * write, in one file, because several modules and the screens must mean the same by them. Displays
 * are not here: {@code terminology} holds the words.
 *
 * <p><b>A wish about a treatment</b> is an Observation: {@code meta.profile} {@link
 * Adi#INTERVENTION_PREFERENCE}, status {@code final}, category {@link
 * Category#INTERVENTION_PREFERENCE}, code out of {@link Preference}, narrative in {@code text},
 * {@code subject} and {@code performer} the resident, {@code effectiveDateTime} when it was said,
 * {@code valueCodeableConcept} with a {@link Wish} coding and the resident's words in {@code text},
 * extension {@link Ext#WISH_STANDING}. <b>What matters</b> is the same with {@link
 * Adi#CARE_EXPERIENCE_PREFERENCE}, {@link Preference#WHAT_MATTERS} and {@code valueString}. A wish
 * is never an order: a physician's order is a ServiceRequest, see {@link Order}. A treatment that
 * ADI has no code for is coded with a {@link Topic}, and as {@link Preference#OTHER_DIRECTIVES}
 * beside it. A wish that holds only in a certain state has {@link Ext#PRECONDITION}, a trial says
 * how long in {@link Ext#TRIAL_PERIOD}. <b>Drafts</b> have status {@code preliminary}: the
 * resident's own (or of who types for them, {@link Ext#ENTERED_BY}) with {@code performer} the
 * resident; with another {@code performer} it is a wording that somebody proposes, and {@code
 * derivedFrom} names what it would replace. A preliminary wish is nobody's wish yet.
 *
 * <p><b>A plan</b> (all that was signed together) is a DocumentReference ({@link
 * Adi#DOCUMENT_REFERENCE}) a version, see {@link Plan}: {@code context.related} names the wishes,
 * agents and talks it is made of, each with its version, and its Composition ({@link
 * Adi#PACP_COMPOSITION}, one a version too). What a paper was signed for has {@code relatesTo}
 * transforms to the DocumentReference of the scan. <b>Still so</b>: {@link Ext#CONFIRMED} on the
 * plan and on each of its wishes says when that was said last; who said it, and the times before,
 * is in their histories. Withdrawn is {@link Ext#REVOKE_STATUS} cancelled (the wishes have status
 * {@code cancelled}), past its own date deprecated, closed by death {@link Ext#PLAN_CLOSED}. <b>A
 * talk</b> is a Composition of {@link Talk#TYPE}, category {@link Category#ADVANCE_DIRECTIVE}.
 *
 * <p><b>A healthcare agent</b> is a RelatedPerson ({@link Adi#PARTICIPANT}) and a Consent ({@link
 * Adi#PARTICIPANT_CONSENT}): scope {@link Agent#POWERS}, category {@link Category#ADVANCE_CARE},
 * {@code policy.uri} {@link Policy#HEALTHCARE_AGENT}, provision permit, purpose {@link
 * Purpose#POWER_OF_ATTORNEY}, actor role {@link Agent#PRIMARY} with the RelatedPerson. It says who
 * may speak; it is not a permit to see, for its scope is not {@link Scope#PRIVACY}.
 *
 * <p><b>A consent to share</b>: status active, scope {@link Scope#PRIVACY}, category {@link
 * Category#CONSENT_DOCUMENT}, {@code patient}, {@code dateTime}, {@code performer}, {@code
 * policy.uri} out of {@link Policy}, one root provision with {@code type} permit or deny, nested
 * provisions as its exceptions. An actor has role {@link Role#RECIPIENT} and either a literal
 * reference or, for "whoever works as …", a logical one: {@code reference.identifier} with system
 * {@link Sys#ROLE} and the role word as value (R4 demands a reference in every actor); "whoever
 * speaks for me" is one with {@link Sys#RELATION} and {@code proxy}, a relative with an account one
 * with {@link Sid#PATIENT} and the id of their own Patient. Purposes are {@link Purpose} codings;
 * {@code class} is of {@link Sys#RESOURCE_TYPES} or {@link Sys#DATA_CLASS}. Revoking sets status
 * inactive.
 *
 * <p><b>Emergency sharing</b> is such a consent with {@link Policy#EMERGENCY_SHARING}: permit,
 * actors {@link Role#CREW} and {@link Role#EMERGENCY_DESK}, purpose {@link Purpose#EMERGENCY},
 * {@code class} every code of {@link Sheet#DATA_CLASSES}; what the resident withholds is one nested
 * deny whose {@code class} lists it. A refusal has a root deny for the same actors and purpose.
 *
 * @see <a href="https://hl7.org/fhir/R4/consent.html">R4 Consent</a>
 * @see <a href="http://hl7.org/fhir/us/pacio-adi">PACIO Advance Directive Interoperability</a>
 */
public final class Shapes {
  /** Root of everything we name ourselves. */
  public static final String BASE = "https://tsumugi.dev/fhir";

  private static final String SD = "http://hl7.org/fhir/us/pacio-adi/StructureDefinition/";
  private static final String ADI_CATEGORY =
      "http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS";

  private Shapes() {}

  private static Coding loinc(String code) {
    return new Coding(Sys.LOINC, code);
  }

  private static List<String> words(String spaced) {
    return List.of(spaced.split(" "));
  }

  /** Code systems: HL7's after the R4 4.0.1 definitions, and our own. */
  public interface Sys {
    String LOINC = "http://loinc.org";
    String UCUM = "http://unitsofmeasure.org";
    String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
    String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    String ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
    String CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";
    String CONSENT_CATEGORY = "http://terminology.hl7.org/CodeSystem/consentcategorycodes";
    String CONSENT_ACTION = "http://terminology.hl7.org/CodeSystem/consentaction";
    String ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    // Our own; their codes are in the interface of the same name.
    String DATA_CLASS = BASE + "/CodeSystem/data-class";
    String SHEET_BLOCK = BASE + "/CodeSystem/sheet-block";
    String RELATION = BASE + "/CodeSystem/relation";
    String ROLE = BASE + "/CodeSystem/role";
    String WISH = BASE + "/CodeSystem/wish";
    String WISH_TOPIC = BASE + "/CodeSystem/wish-topic";
    String ACP = BASE + "/CodeSystem/acp";
    String EMERGENCY = BASE + "/CodeSystem/emergency";
    // Japan Coma Scale 0, 1, 2, 3, 10, 20, 30, 100, 200, 300; no standard code exists. R, I and A
    // (restless, incontinent, akinetic) stand beside one of them.
    String JCS = BASE + "/CodeSystem/jcs";
  }

  /** PACIO ADI profiles: ids of STU1 (1.0.0); PMO ids of 2.0.0-ballot, as STU1 has none. */
  public interface Adi {
    String PACP_COMPOSITION = SD + "ADI-PACPComposition";
    String PARTICIPANT = SD + "ADI-Participant";
    String PARTICIPANT_CONSENT = SD + "ADI-ParticipantConsent";
    String INTERVENTION_PREFERENCE = SD + "ADI-PersonalInterventionPreference";
    String CARE_EXPERIENCE_PREFERENCE = SD + "ADI-CareExperiencePreference";
    String DOCUMENT_REFERENCE = SD + "ADI-DocumentReference";
    String PROVENANCE = SD + "ADI-Provenance";
    String PMO_COMPOSITION = SD + "ADI-PMOComposition";
    String PMO_CPR = SD + "ADI-PMOCPRServiceRequest";
  }

  /** Categories that tell these resources from others of their type. */
  public interface Category {
    Coding INTERVENTION_PREFERENCE = new Coding(ADI_CATEGORY, "intervention-preference");
    Coding CARE_EXPERIENCE_PREFERENCE = new Coding(ADI_CATEGORY, "care-experience-preference");
    // LOINC 42348-3, of Composition and DocumentReference.
    Coding ADVANCE_DIRECTIVE = loinc("42348-3");
    // LOINC 59284-0, of every consent to share (IHE PCF).
    Coding CONSENT_DOCUMENT = loinc("59284-0");
    // acd: of the Consent that names a healthcare agent.
    Coding ADVANCE_CARE = new Coding(Sys.CONSENT_CATEGORY, "acd");
  }

  /** What a preference is about (ADI value sets of intervention and care experience). */
  public interface Preference {
    Coding RESUSCITATION = loinc("81329-5");
    Coding INTUBATION = loinc("81330-3");
    Coding TUBE_FEEDING = loinc("81331-1");
    Coding IV_FLUID = loinc("81332-9");
    Coding ANTIBIOTICS = loinc("81333-7");
    Coding NUTRITION_AND_HYDRATION = loinc("77352-3");
    Coding PAIN = loinc("81350-1");
    Coding PLACE_OF_LAST_DAYS = loinc("75780-7");
    Coding OTHER_DIRECTIVES = loinc("75793-0");
    Coding WHAT_MATTERS = loinc("81363-4");
    Coding LIKES = loinc("81360-0");
    Coding DISLIKES = loinc("81362-6");
    Coding FAITH = loinc("81364-2");
    // Only what is declared elsewhere (card, licence, register) is repeated here.
    Coding ORGAN_DONATION = loinc("75781-5");
  }

  /**
   * Treatments and places that ADI's value sets have no code for; codes of {@link Sys#WISH_TOPIC}.
   */
  public interface Topic {
    Coding DIALYSIS = new Coding(Sys.WISH_TOPIC, "dialysis");
    Coding TRANSFUSION = new Coding(Sys.WISH_TOPIC, "transfusion");
    Coding HOSPITAL = new Coding(Sys.WISH_TOPIC, "hospital-transfer");
    Coding INTENSIVE_CARE = new Coding(Sys.WISH_TOPIC, "intensive-care");
    Coding PLACE_OF_CARE = new Coding(Sys.WISH_TOPIC, "place-of-care");
  }

  /** A talk about wishes (人生会議): who took part, how the person was, what was said and changed. */
  public interface Talk {
    Coding TYPE = new Coding(Sys.ACP, "talk");
    // Sections, in this order; texts are narratives, entries what they speak of.
    Coding PARTICIPANTS = new Coding(Sys.ACP, "participants");
    Coding HOW_THE_PERSON_WAS = new Coding(Sys.ACP, "how-the-person-was");
    Coding SAID = new Coding(Sys.ACP, "said");
    Coding CHANGED = new Coding(Sys.ACP, "changed");
    // Observation: whether the person could decide at that time, as somebody noted it.
    Coding CAPACITY = loinc("8693-4");
  }

  /** The resident's answer about one treatment (own codes; ADI leaves the value open). */
  public interface Wish {
    Coding WISH_FOR = new Coding(Sys.WISH, "wish-for");
    Coding DO_NOT_WISH = new Coding(Sys.WISH, "do-not-wish");
    // For a time, to be stopped when it does not help.
    Coding TRIAL = new Coding(Sys.WISH, "trial");
    Coding LEAVE_TO_PROXY = new Coding(Sys.WISH, "leave-to-proxy");
    Coding UNDECIDED = new Coding(Sys.WISH, "undecided");
    // Values of Ext.WISH_STANDING: told in passing, written down, signed.
    String SAID = "said";
    String WRITTEN = "written";
    String SIGNED = "signed";
  }

  /** A healthcare agent's Consent: scope, actor roles, actions (ADI STU1 ParticipantConsent). */
  public interface Agent {
    Coding POWERS = loinc("75786-4");
    Coding PRIMARY = loinc("75783-1");
    Coding FIRST_ALTERNATE = loinc("75784-9");
    Coding SECOND_ALTERNATE = loinc("75785-6");
    Coding ADVISOR = loinc("81343-6");
    // Actions: may deviate from what is written when the situation asks for it; may see health
    // data.
    Coding MAY_DECIDE = loinc("81347-7");
    Coding MAY_SEE_HEALTH_DATA = loinc("81344-4");
    // Scope of the Consent that limits the powers, a deny (ADI STU1).
    Coding LIMITS = loinc("81346-9");
  }

  /** The plan's Composition and its DocumentReference (ADI Composition rules, lifecycle). */
  public interface Plan {
    Coding TYPE = loinc("81334-5");
    Coding SECTION_AGENT = loinc("81335-2");
    Coding SECTION_CARE_EXPERIENCE = loinc("81338-6");
    Coding SECTION_CONDITION = loinc("81336-0");
    Coding SECTION_DOCUMENTS = loinc("77599-9");
    Coding SECTION_UPON_DEATH = loinc("81337-8");
    Coding SECTION_WITNESSES = loinc("81339-4");
    Coding SECTION_ADMINISTRATIVE = loinc("81381-6");
    // Within the administrative section: who helped to find the words; how the person was.
    Coding FACILITATORS = new Coding(Sys.ACP, "facilitators");
    Coding CAPACITY = new Coding(Sys.ACP, "capacity");
    // identifier of the DocumentReference: the same for all versions of one plan.
    String SET_ID = BASE + "/sid/plan-set";
    // masterIdentifier: another one for each version.
    String VERSION_ID = BASE + "/sid/plan-version";
    // identifier beside it: the client's id of the command that made it what it is; asked again,
    // the
    // answer is the same.
    String COMMAND_ID = BASE + "/sid/command";
    // Values of Ext.REVOKE_STATUS; docStatus keeps its completion value.
    String CANCELLED = "cancelled";
    String DEPRECATED = "deprecated";
    String ENTERED_IN_ERROR = "entered-in-error";
  }

  /** A physician's portable order (ADI PMO): ServiceRequest, active, intent directive. */
  public interface Order {
    Coding CPR = loinc("100822-6");
    Coding DO_CPR = loinc("LA33470-8");
    // Stands in orderDetail, together with doNotPerform true.
    Coding NO_CPR = loinc("LA33471-6");
  }

  /** An ambulance's run, from the call to the hand-over: an Encounter and what refers to it. */
  public interface Incident {
    // Encounter.class; its subject is there once the crew knows whom it has before it.
    Coding EMERGENCY = new Coding(Sys.ACT_CODE, "EMER");
    // Category of an Observation with valueDateTime: the codes below say what happened then.
    Coding TIME = new Coding(Sys.EMERGENCY, "incident-time");
    List<String> TIMES =
        words(
            "time-call time-dispatched time-at-scene time-at-patient time-leaving-scene"
                + " time-at-hospital time-handed-over");
    // Observation.code beside Sys.JCS in its value; the Glasgow scale has LOINC's codes.
    Coding COMA_SCALE = new Coding(Sys.EMERGENCY, "japan-coma-scale");
    Coding GLASGOW = loinc("9269-2");
    Coding GLASGOW_EYES = loinc("9267-6");
    Coding GLASGOW_VERBAL = loinc("9270-0");
    Coding GLASGOW_MOTOR = loinc("9268-4");
    // Observation.code: how urgent the crew found it; values urgency-red, -yellow, -green, -white.
    Coding URGENCY = new Coding(Sys.EMERGENCY, "urgency");
    // Categories of Communication: what the doctor who was called said (sender the doctor, about
    // the wish or order); what was decided, with whom; that a relative was told; to which hospital.
    Coding DOCTORS_WORD = new Coding(Sys.EMERGENCY, "doctors-word");
    Coding DECISION = new Coding(Sys.EMERGENCY, "decision");
    Coding FAMILY_TOLD = new Coding(Sys.EMERGENCY, "family-told");
    Coding HAND_OVER = new Coding(Sys.EMERGENCY, "hand-over");
    // Communication.topic of a doctor's word: word-no-cpr, word-cpr, word-transport, word-at-home;
    // of a decision about a hospital (recipient): hospital-accepted, or hospital-refused with
    // reasonCode refused-full, -busy, -speciality, -doctor, -equipment, -first-visit, -unclear.
    // Observation pupils: components pupil-right, pupil-left (mm), pupil-right-light,
    // pupil-left-light with light-prompt, -sluggish, -none.
    // identifier of all that a client writes: its own id of the entry, so that what is sent twice
    // (If-None-Exist) stands once: Plan.COMMAND_ID.
  }

  /**
   * How the person usually is, for a crew to compare with: Observations of this category (beside
   * any of HL7's), coded with one of these or a LOINC code, which the gate takes as the class
   * social. A saturation is LOINC's, with the oxygen flow (3151-8) as a component where it was
   * taken with oxygen.
   */
  public interface Baseline {
    Coding CATEGORY = new Coding(Sys.EMERGENCY, "baseline");
    List<String> TOPICS =
        words(
            "usual-walking usual-speech usual-consciousness usual-cognition usual-continence"
                + " usual-eating usual-hearing usual-sight");
  }

  /** Roles in a care team (codes of {@link Sys#EMERGENCY}) of those whom a crew may call. */
  public interface Doctor {
    Coding FAMILY = new Coding(Sys.EMERGENCY, "family-doctor");
    // Who answers when the family doctor cannot be reached.
    Coding DEPUTY = new Coding(Sys.EMERGENCY, "deputy");
    Coding WARD = new Coding(Sys.EMERGENCY, "ward");
    // Organization.contact.purpose: a number at which somebody answers day and night.
    Coding DAY_AND_NIGHT = new Coding(Sys.EMERGENCY, "day-and-night");
  }

  /** R4 Consent.scope of every consent to share (IHE PCF). */
  public interface Scope {
    Coding PRIVACY = new Coding(Sys.CONSENT_SCOPE, "patient-privacy");
  }

  /** {@code Consent.policy.uri}: which choice a consent stands for (R4 ppc-1 demands one). */
  public interface Policy {
    // The crew and the receiving hospital may see the emergency sheet.
    String EMERGENCY_SHARING = BASE + "/policy/emergency-sharing";
    // Named people, organisations or care teams may see for care.
    String CARE_SHARING = BASE + "/policy/care-sharing";
    // Data withheld from others, whatever else permits.
    String WITHHOLDING = BASE + "/policy/withholding";
    // Use for research: a permit or deny with purpose RESEARCH, for nobody in particular.
    String RESEARCH = BASE + "/policy/research";
    String HEALTHCARE_AGENT = BASE + "/policy/healthcare-agent";
    // The city's own policy, which stands beside each resident's.
    String CITY = BASE + "/policy/city";
  }

  /**
   * v3-ActReason purposes of use. BTG and ERTREAT lie below ETREAT below TREAT, but a TREAT permit
   * does not reach BTG.
   */
  public interface Purpose {
    Coding TREATMENT = new Coding(Sys.ACT_REASON, "TREAT");
    Coding EMERGENCY = new Coding(Sys.ACT_REASON, "ETREAT");
    Coding BREAK_GLASS = new Coding(Sys.ACT_REASON, "BTG");
    Coding PATIENT_REQUEST = new Coding(Sys.ACT_REASON, "PATRQT");
    Coding FAMILY_REQUEST = new Coding(Sys.ACT_REASON, "FAMRQT");
    Coding POWER_OF_ATTORNEY = new Coding(Sys.ACT_REASON, "PWATRNY");
    Coding OPERATIONS = new Coding(Sys.ACT_REASON, "HOPERAT");
    Coding RESEARCH = new Coding(Sys.ACT_REASON, "HRESCH");
  }

  /** Labels on data: v3-Confidentiality, lowest first; v3-ActCode sensitivities that we set. */
  public interface Label {
    List<String> CONFIDENTIALITIES = words("U L M N R V");
    List<String> SENSITIVITIES = words("BH ETHUD GDIS HIV MH OPIOIDUD PSY SDV SEX STD SUD VIO");
  }

  /** Role words of the access token, and R4's actor role of a recipient. */
  public interface Role {
    Coding RECIPIENT = new Coding(Sys.PARTICIPATION, "IRCP");
    String RESIDENT = "resident";
    String PHYSICIAN = "physician";
    String NURSE = "nurse";
    String PHARMACIST = "pharmacist";
    String CREW = "crew";
    String FACILITY = "facility";
    String EMERGENCY_DESK = "emergency-desk";
    String REGISTRAR = "registrar";
    String OFFICER = "officer";
    String OPERATOR = "operator";
    String CUSTODIAN = "custodian";
  }

  /** Codes of {@link Sys#RELATION}, in the order of the relation layer. */
  public interface Relation {
    List<String> ALL = words("self proxy care session duty dispatch recorder");
  }

  /** Codes of {@link Sys#DATA_CLASS}. */
  public interface DataClass {
    String IDENTITY = "identity";
    String WISHES = "wishes";
    String CONTACTS = "contacts";
    String MEDICATION = "medication";
    String ALLERGY = "allergy";
    String PROBLEM = "problem";
    String RESULT = "result";
    String VITAL = "vital";
    String PROCEDURE = "procedure";
    String IMMUNIZATION = "immunization";
    String DEVICE = "device";
    String DOCUMENT = "document";
    String SOCIAL = "social";
    String CARE = "care";
    String ENCOUNTER = "encounter";
    String CONSENT = "consent";
    String OTHER = "other";
  }

  /** The emergency sheet: its blocks in the order shown, and the data they are made of. */
  public interface Sheet {
    // Codes of Sys.SHEET_BLOCK. An order is not a wish, hence its own block.
    List<String> BLOCKS =
        words(
            "identity wishes order contacts allergies medication problems devices infection baseline");
    // What an emergency sharing consent permits; an order is of class wishes.
    List<String> DATA_CLASSES =
        words(
            "identity wishes contacts allergy medication problem device result vital social care");
  }

  /** Extensions: own, ADI 1.0.0, and iso21090 for Japanese names (JP Core HumanName). */
  public interface Ext {
    // On a wish: valueCode said, written or signed.
    String WISH_STANDING = BASE + "/StructureDefinition/wish-standing";
    // On a wish: valueReference to whoever heard it said.
    String WISH_HEARD_BY = BASE + "/StructureDefinition/wish-heard-by";
    // On a wish: valueCodeableConcept, the state in which alone it holds; its text is the
    // resident's.
    String PRECONDITION = SD + "adi-enclosedPrecondition-extension";
    // On a wish that is a trial: valueString, how long, in words.
    String TRIAL_PERIOD = SD + "adi-trialperiod-extension";
    // On a wish or plan: valueReference to who typed for a person who could not.
    String ENTERED_BY = BASE + "/StructureDefinition/entered-by";
    // On a plan's DocumentReference and its wishes: valueDateTime, from when they no longer hold
    // (ADI).
    String EXPIRATION = SD + "adi-expiration-date-extension";
    // On Composition and DocumentReference: valueCode Plan.CANCELLED …
    String REVOKE_STATUS = SD + "adi-document-revoke-status";
    // On a plan's DocumentReference and its wishes: valueDateTime, when the person last said that
    // it
    // is still so.
    String CONFIRMED = BASE + "/StructureDefinition/confirmed";
    // On a plan's DocumentReference: valueDateTime, when the person died and it was closed.
    String PLAN_CLOSED = BASE + "/StructureDefinition/plan-closed";
    // On a plan's DocumentReference: valueDateTime, since when it is superseded, withdrawn …
    String STATE_SINCE = BASE + "/StructureDefinition/state-since";
    // Beside it: valueString, why, in the words of who did it.
    String STATE_REASON = BASE + "/StructureDefinition/state-reason";
    // Beside it, where somebody else did it for the person: valueReference to the scan of the
    // paper.
    String EVIDENCE = BASE + "/StructureDefinition/evidence";
    // On a section of the plan's Composition: valueString, its text as it was noted.
    String NOTED = BASE + "/StructureDefinition/noted";
    // On DocumentReference: valueString, the instant of the version.
    String DOC_VERSION = SD + "adi-docVersionNumber-extension";
    // On a RelatedPerson: valueBoolean true, who shall not be told, and so is nobody's to call.
    String NOT_TO_TELL = BASE + "/StructureDefinition/not-to-tell";
    // On a RelatedPerson: valueBoolean true, whom the resident wants told when an ambulance takes
    // them to a hospital.
    String TELL_IN_EMERGENCY = BASE + "/StructureDefinition/tell-in-emergency";
    // On an incident's Encounter: what the caller said. Nested, as far as known: phone, address,
    // name, kana, birthDate, age, sex, reason, unit (valueString, age valueInteger).
    String INCIDENT_CALL = BASE + "/StructureDefinition/incident-call";
    // On HumanName: valueCode IDE (kanji) or SYL (kana).
    String NAME_REPRESENTATION =
        "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";
  }

  /** Naming systems of identifiers. */
  public interface Sid {
    // The town's resident number; on the Patient and on a RelatedPerson who is a resident.
    String RESIDENT = BASE + "/sid/resident";
    // On a RelatedPerson who is a resident: the id of their own Patient here, who may so act for
    // another.
    String PATIENT = BASE + "/sid/patient";
    // The dispatch centre's number of an incident, on its Encounter.
    String INCIDENT = BASE + "/sid/incident";
    // What the local medical control council decided, on a PlanDefinition; value resuscitation: of
    // a wish not to be resuscitated.
    String EMERGENCY_PROTOCOL = BASE + "/sid/emergency-protocol";
    // 保険者番号:記号:番号:枝番 (JP-CLINS). My Number itself must not be stored.
    String INSURANCE_MEMBER = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";
    // Ten digits.
    String INSTITUTION = "http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no";
  }

  /** Japanese code systems, JP-CLINS spelling, and the OID form of YJ. */
  public interface Jp {
    String YJ = "http://capstandard.jp/iyaku.info/CodeSystem/YJ-code";
    String OLD_YJ = "urn:oid:1.2.392.100495.20.1.73";
    String HOT9 = "http://medis.or.jp/CodeSystem/master-HOT9";
    String ICD10 = "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full";
    String MEDIS_DISEASE = "http://medis.or.jp/CodeSystem/master-disease-exCode";
    String MEDIS_DISEASE_KEY = "http://medis.or.jp/CodeSystem/master-disease-keyNumber";
    String JLAC10 = "http://medis.or.jp/CodeSystem/master-JLAC10-17digits";
  }
}
