// The code stands behind the hash: it is sent by POST alone, so that no log and no history keeps it.
const WORDS = {
  current: ['有効です', 'It is current'],
  superseded: ['新しい計画に置き換えられています', 'A later plan has replaced it'],
  withdrawn: ['ご本人が取り消しました', 'The person has withdrawn it'],
  expired: ['期限が切れています', 'It has expired'],
  closed: ['閉じられています', 'It is closed'],
  'entered-in-error': ['誤って登録されたものです', 'It was entered in error'],
  unknown: ['この番号の計画は見つかりません', 'No plan is found by this code'],
};
const AWAY = ['今は確かめられません。少し待ってから、もう一度お試しください', 'It cannot be checked now. Please try again in a moment'];

const answer = document.getElementById('answer');
const field = document.getElementById('code');

function show([ja, en], since, state) {
  const lines = [ja + '。', en + '.'];
  if (since) {
    const day = new Date(since);
    const shown = (locale) =>
      day.toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'Asia/Tokyo' });
    lines.push(`${shown('ja-JP')}から`, `since ${shown('en-GB')}`);
  }
  answer.dataset.state = state;
  answer.replaceChildren(
    ...lines.map((line, i) => {
      const p = document.createElement('span');
      p.lang = i % 2 === 0 ? 'ja' : 'en';
      p.textContent = line;
      return p;
    })
  );
}

async function ask(code) {
  try {
    const response = await fetch('/acp/current', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    if (!response.ok) throw new Error(String(response.status));
    const { state, since } = await response.json();
    show(WORDS[state] ?? AWAY, since, state);
  } catch {
    show(AWAY, '', 'away');
  }
}

document.getElementById('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  ask(field.value);
});

const code = location.hash.slice(1);
if (code) {
  history.replaceState(null, '', location.pathname);
  ask(code);
}
