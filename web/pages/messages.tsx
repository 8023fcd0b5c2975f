import type { Task } from '../deps.js';
import { document, Empty } from '../parts/layout.js';
import type { View } from '../view.js';

interface MessagesData {
  readonly state: 'open' | 'done';
  readonly tasks: readonly Task[];
}

/** What callers asked to be passed on. */
export function messagesPage(view: View, { state, tasks }: MessagesData) {
  const t = view.texts;
  return document({
    view,
    title: t.messages,
    tab: 'messages',
    children: (
      <>
        <div class="section-head">
          <h1>{t.messages}</h1>
          <nav class="tabs" aria-label={t.messages}>
            <a href="/messages" aria-current={state === 'open' ? 'true' : undefined}>
              {t.open}
            </a>
            <a href="/messages?show=done" aria-current={state === 'done' ? 'true' : undefined}>
              {t.done}
            </a>
          </nav>
        </div>
        <ul class="tasks" aria-live="polite">
          {tasks.map((task) => (
            <TaskItem view={view} task={task} />
          ))}
        </ul>
        {tasks.length === 0 &&
          (state === 'open' ? (
            <Empty title={t.noOpen} hint={t.noOpenHint} />
          ) : (
            <Empty title={t.noDone} hint={t.noDoneHint} />
          ))}
      </>
    ),
  });
}

/** A task as it stands in the list. */
function TaskItem({ view, task }: { view: View; task: Task }) {
  const t = view.texts;
  const who = task.name ?? view.number(task.number);
  return (
    <li class="task card" id={`task-${task.id}`}>
      <p class="task-who">
        <b>
          <bdi>{who}</bdi>
        </b>
        {task.name !== null && task.number !== null && <bdi class="muted">{view.number(task.number)}</bdi>}
        <time class="muted">{view.dateAndTime(task.createdAt)}</time>
      </p>
      <p class="task-text" dir="auto">
        <bdi>{task.text}</bdi>
      </p>
      <div class="task-actions">
        {task.doneAt === null ? (
          <Change task={task} verb="close" label={t.markDone} />
        ) : (
          <Change task={task} verb="reopen" label={t.reopen} />
        )}
        {task.callId !== null && <a href={`/calls/${task.callId}`}>{t.toCall}</a>}
      </div>
    </li>
  );
}

/** What takes the place of a task that was just changed. */
export function ChangedTask({ view, task }: { view: View; task: Task }) {
  const t = view.texts;
  const done = task.doneAt !== null;
  return (
    <li class="task task-changed" id={`task-${task.id}`}>
      <span>{done ? t.markedDone : t.reopened}</span>
      <Change task={task} verb={done ? 'reopen' : 'close'} label={t.undo} />
    </li>
  );
}

/** A form of its own for each change: it works without JavaScript, and htmx puts the answer in the task's place. */
function Change({ task, verb, label }: { task: Task; verb: 'close' | 'reopen'; label: string }) {
  const url = `/messages/${task.id}/${verb}`;
  return (
    <form method="post" action={url} hx-post={url} hx-target={`#task-${task.id}`} hx-swap="outerHTML">
      <button>{label}</button>
    </form>
  );
}
