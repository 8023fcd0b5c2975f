import type { Texts } from './texts.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

export const en: Texts = {
  notice: 'You are speaking with an automatic assistant, and this call is recorded.',
  greeting: (business) => `${business}, how can I help you?`,
  greetingByName: (business, name) => `Hello ${name}, this is ${business}. How can I help you?`,
  askMessage: 'Of course. Please tell me your name, and what it is about.',
  askName: 'May I have your name, please?',
  askReason: 'And what is it about?',
  askNumber: 'On which number can we call you back?',
  numberNotUnderstood:
    'I did not get the whole number. Please say it digit by digit, or use the keys and finish with hash.',
  askWhen: 'Which day and time would suit you?',
  askDay: 'On which day?',
  askTime: 'At what time?',
  otherDay: 'Which other day would suit you?',
  otherTime: 'Which other time would suit you?',
  confirmMessage: (name, reason) => `I have noted: ${name}. ${reason}.`,
  confirmBooking: (name, when) => `I have noted that ${name} asks for an appointment ${when}.`,
  anAppointment: 'An appointment, the time is to be agreed',
  onThisNumber: 'We will call you back on the number you are calling from.',
  onNumber: (number) => `We will call you back on ${number}.`,
  isThatRight: 'Is that right?',
  messageTaken: 'Thank you, I will pass it on. Is there anything else?',
  inRecording: 'not understood, please listen to the recording',
  addedToMessage: 'I have added that. Is there anything else?',
  tryAgain: 'Then let us try again. Please tell me your name, and what it is about.',
  willFindOut: 'I do not know that for certain, so I will find out.',
  mayHelp: 'I am not certain, but this may help.',
  offerMessage: 'Shall I take your name, so that we can call you back?',
  noPerson:
    'Nobody can come to the phone right now, but I can take a message. What is your name, and what is it about?',
  anythingElse: 'Is there anything else?',
  howCanIHelp: 'Hello. How can I help you?',
  goAhead: 'What else can I do for you?',
  amAssistant: 'Yes, I am an automatic assistant. I can answer questions and take messages. How can I help you?',
  isRecorded: 'This call is recorded. If you do not want that, please hang up and send us a text message.',
  isNotRecorded: 'The sound of this call is not kept.',
  youAreWelcome: 'You are welcome. Is there anything else?',
  notUnderstood: 'I am sorry, I did not understand that. Could you say it in other words?',
  notHeard: 'I am sorry, I did not catch that. Could you say it again, please?',
  oneMoment: 'One moment, please.',
  stayOnLine: 'Please stay on the line, I am still working on it.',
  speakingTrouble: 'I am sorry, I cannot say that just now.',
  hearingTrouble: 'I am sorry, I cannot hear you well just now. Please say that once more.',
  areYouThere: 'Are you still there?',
  stillThere: 'I cannot hear you. If you would like to leave a message, please just start to speak.',
  silentGoodbye: 'I still cannot hear you, so I will hang up now. Please call again. Goodbye.',
  timeIsUp: 'I am sorry, but I have to end our call now. What you told me has been noted. Goodbye.',
  goodbye: 'Thank you for calling. Goodbye.',
  keysHelp: 'Press one for opening hours, two for the address, or three to leave a message.',
  keyQuestions: { '1': 'when are you open', '2': 'where are you' },
  summary: {
    message: (name, reason) => `Message${name === null ? '' : ` from ${name}`}: ${reason}`,
    booking: (name, when) => `Appointment wanted${name === null ? '' : ` by ${name}`}: ${when}`,
    question: (text) => `Question left open: ${text}`,
    answered: (count) => `Questions answered: ${count}`,
    abandoned: 'The caller left without saying what it was about.',
    spam: 'Refused: the number is blocked.',
  },
  acts: {
    goodbye:
      /\b(good ?bye|bye|bye bye|see you|have a (nice|good) (day|one)|no thank you|no thanks|thank you( very much)?( \w+)? (by|buy|bi|die)|good (by|buy)|that(s| is| was) (all|it|everything)|nothing (else|more)|wrong number|not need anything)\b/,
    yes: /^((sure |okay |ok |yes )?why not|yes|yeah|yep|yup|uh huh|mm hmm|mhm|sure|correct|right|that(s| is) (right|correct|fine)|exactly|of course|please do|ok|okay|fine|yes please|perfect)\b/,
    no: /^(no|nope|nah|wrong|not (really|quite|right|correct)|that(s| is) (wrong|not right))\b/,
    message:
      /\b((leave|take|pass on|give|send) (a |him |her |them |the owner |you )?(a |another |one more )?message|(have|got) (a|another|one more) message|tell (the owner|him|her|them|your boss)|let (him|her|them|the owner) know|(calling|ringing|phoning) (about|regarding|because|to complain)|(want|like) to complain|(make|have) a complaint)\b/,
    change:
      /\b(cancel|reschedule|postpone|rebook|(move|change|shift) (my|the|our|an?) (appointment|booking|reservation|order|table|visit)|(appointment|booking|reservation|table)\b.*\b(move|change|shift) (it|that))\b/,
    callback: /\b(call|ring|phone) (me|us) (back|later|again)\b|\b(call ?back)\b/,
    booking:
      /\b(appointment|(table|slot|room|space|place)s? (free|available)|free (table|slot|place|space)s?|fit (me|us|it|him|her) in|book (a|an|in|it|me|my|one|this|that|for|another)\b|make a booking|reserv\w+|schedule (a|an|it|my)|(can|could|may) (i|we) (come|bring|drop|pop)\b.*? (today|tomorrow|tonight|this (morning|afternoon|evening|week)|next|on \w+day|at))\b/,
    repeat:
      /\b(say (that|it) again|repeat|once more|slower|more slowly|slow down|pardon|what did you say|come again)\b|^(what|sorry|excuse me)$/,
    greeting:
      /^(hello|hi|hey|good (morning|afternoon|evening|day)|how are you|is (any|some)(one|body) there|are you there|can you hear me)( is (any|some)(one|body) there| are you there| can you hear me| there| hello| hi| how are you| doing| today)*$/,
    thanks:
      /^((ok|okay|great|alright|all right|well|oh|right|good|fine|perfect|lovely) )*(thank you|thanks|cheers)( very much| so much| a lot)?( (thats|that is|youve been|you have been|you are) (very |so |really )?(helpful|kind|great|useful))?$/,
    person:
      /\b((speak|talk) (to|with) (?!you\b|us\b|my\b)\w+|put me through|is (the |your )?(owner|boss|manager|doctor) (there|in|around|available|free)|real person|human being|operator)\b/,
    robot:
      /\b(are you|am i (speaking|talking) (to|with)|is (this|that)) (an? |the )?(real )?(robot|machine|computer|bot|ai|human|person|recording|automatic \w+)\b/,
    'never-mind':
      /^(oh |no |well |ok |okay )*(never ?mind|forget (it|about it|that)|(it )?does(nt| not) matter|dont bother|leave it)( then| thanks| thank you)?$/,
    recording:
      /\b(are you|is (this|it|that|(this|the|our|my) (call|conversation))( being)?|am i( being)?|are we( being)?|not want (to be|this|it|you to|my call|us)|dont want (to be|this|it|you to|my call|us)) (be )?(record|tap)(ed|ing)?\b/,
    backchannel: /^(uh|um|mm|mhm|hm|hmm|uh huh|mm hmm|ok|okay|right|i see|yeah|yes|alright|all right|aha|ah|oh)$/,
  },
  expected: [
    'yes',
    'no',
    'yes please',
    'no thank you',
    'that is right',
    'that is correct',
    'that is wrong',
    'goodbye',
    'thank you goodbye',
    'thank you bye',
    'bye',
    'thank you',
    'thanks',
    'that is all thank you',
    'no that is all',
    'no thank you goodbye',
    'no thanks bye',
    'no that is all thank you goodbye',
    'yes that is right',
    'yes that is correct',
    'thank you very much goodbye',
    'that is all goodbye',
    'can i leave a message',
    'can i leave a message for the owner',
    'i would like to leave a message',
    'please call me back',
    'can you call me back',
    'can i speak to a person',
    'can i speak to the owner',
    'i would like to make an appointment',
    'can i make an appointment',
    'can you say that again',
    'hello',
  ],
  continues: words(
    'and or but because so if that which with without for from to at in on of about a an the my your our his her is are was i you we they would could can will do does did have has how what when where who very please um uh er',
  ),
  echoedAnswer:
    /^(yes|yeah|yep|yup|sure|right|correct|exactly|of course|ok|okay)( \w+)? (it|i|we|you|they|he|she|there) (is|am|are|was|were|do|does|did|have|has|had|will|would|can|could)$|\b(think|hope|guess|suppose|believe) so$/,
  smallTalk: words(
    'yes no yeah nope i im me my we were us it its that thats thatll this these they them you your there am is are was be been do does did will would so and then as for of in on at the a an all everything anything nothing else more much very just only really actually quite think guess suppose mean sure fine good great lovely perfect ok okay right correct wrong well oh um uh er please thanks thank cheers sorry today now later moment yet already again enough done exactly absolutely definitely course about around maybe perhaps',
  ),
  wishes: words(
    'want wanted need needed like love have having got know ask say tell help question questions something one another thing things to id ive',
  ),
  negations: words('not dont doesnt didnt wont wouldnt havent isnt arent cant cannot nothing never nor none'),
  asks: words('how what whats when where wheres who which why but'),
  asked:
    /^((and|so|but|ok|okay|well|yes|no|oh) )*((until|till|at|for|by|from|to|in|on|with) )?(how|what|whats|when|where|wheres|who|which|why|does|(do|did|can|could|are|is|have|has|will|would|should|shall|may|am) (i|you|he|she|it|we|they|there|this|that|the|your|my))\b/,
  prompt: (business) =>
    `You are the telephone assistant of ${business}. Answer the caller in one short, friendly sentence of plain words. ` +
    'Use only the facts below. When they do not hold the answer, say: I will find out. Never invent prices, times, dates, names or services.',
};
