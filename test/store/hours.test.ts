import t from 'tap';
import { formatWeek, parseDays, parseIntervals } from '../../daemon/store/hours.js';

t.test('days are read as people write them', async (test) => {
  test.same(parseDays('mon-fri'), [0, 1, 2, 3, 4]);
  test.same(parseDays('Mon, wed'), [0, 2]);
  test.same(parseDays('saturday'), [5]);
  test.same(parseDays('sat – mon'), [5, 6, 0]);
  test.same(parseDays('пн-ср, Воскресенье'), [0, 1, 2, 6]);
  test.same(parseDays('mon-mon'), [0]);
  for (const text of ['', 'someday', 'mon-', '-mon', 'mon-tue-wed', 'mon,', 'mo'])
    test.equal(parseDays(text), undefined, text);
});

t.test('hours are read as people write them', async (test) => {
  test.same(parseIntervals('9:00-18:00'), [{ fromMinute: 540, toMinute: 1080 }]);
  test.same(parseIntervals('14:00 – 24:00,00:00-13:00'), [
    { fromMinute: 0, toMinute: 780 },
    { fromMinute: 840, toMinute: 1440 },
  ]);
  for (const text of ['closed', 'Закрыто', ' выходной ']) test.same(parseIntervals(text), [], text);
  const nonsense = [
    '',
    '9-18',
    '09:00',
    '09:00-09:00',
    '22:00-02:00',
    '09:60-10:00',
    '09:00-24:01',
    '09:00-12:00,11:00-13:00',
  ];
  for (const text of nonsense) test.equal(parseIntervals(text), undefined, text);
});

t.test('a week is written in as few lines as it needs', async (test) => {
  const day = [{ fromMinute: 545, toMinute: 1440 }];
  test.same(formatWeek([day, day, [], day, [], [], day]), {
    'mon-tue': '09:05-24:00',
    thu: '09:05-24:00',
    sun: '09:05-24:00',
  });
  test.same(formatWeek([[], [], [], [], [], [], []]), { 'mon-sun': 'closed' });
});
