import type { Task, TaskState } from '../deps.js';
import { document, Empty } from '../parts/layout.js';
import type { View } from '../view.js';

interface MessagesData {
  readonly state: TaskState;
  readonly tasks: readonly Task[];
}

export const listUrl = (state: TaskState): string => (state === 'done' ? '/messages?show=done' : '/messages');

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
            <a href={listUrl('open')} aria-current={state === 'open' ? 'true' : undefined}>
              {t.open}
            </a>
            <a href={listUrl('done')} aria-current={state === 'done' ? 'true' : undefined}>
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
  return (
    <li class="task card" id={`task-${task.id}`}>
      <p class="task-who">
        <b>
          <bdi>{task.name ?? view.number(task.number)}</bdi>
        </b>
        {task.name !== null && task.number !== null && <bdi class="muted">{view.number(task.number)}</bdi>}
        <span class="pill">{t.taskKinds[task.kind]}</span>
        <time class="muted">{view.dateAndTime(task.createdAt)}</time>
      </p>
      <p class="task-text" dir="auto">
        <bdi>{task.reason ?? t.noReason}</bdi>
      </p>
      <div class="task-actions">
        {task.state === 'open' ? (
          <Change id={task.id} to="done" label={t.markDone} />
        ) : (
          <Change id={task.id} to="open" label={t.reopen} />
        )}
        {task.callId !== null && <a href={`/calls/${task.callId}`}>{t.toCall}</a>}
      </div>
    </li>
  );
}

/** What takes the place of a task that was just changed: says so, and offers the way back. */
export function ChangedTask({ view, id, state }: { view: View; id: string; state: TaskState }) {
  const t = view.texts;
  return (
    <li class="task task-changed" id={`task-${id}`}>
      <span>{state === 'done' ? t.markedDone : t.reopened}</span>
      <Change id={id} to={state === 'done' ? 'open' : 'done'} label={t.undo} />
    </li>
  );
}

/** A form of its own for each change: it works without JavaScript, and htmx puts the answer in the task's place. */
function Change({ id, to, label }: { id: string; to: TaskState; label: string }) {
  const url = `/messages/${id}/${to}`;
  return (
    <form method="post" action={url} hx-post={url} hx-target={`#task-${id}`} hx-swap="outerHTML">
      <button>{label}</button>
    </form>
  );
}
