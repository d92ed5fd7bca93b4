/* One table, two silos, and everything that may go wrong between them: who owns it, what its write-ahead log and its Delta log hold.
 *
 * Every step below is one atomic step of the real system: a statement of PostgreSQL, an append to the log, a PUT of a commit.
 * Between any two the other silo may do anything, a death may be declared rightly or wrongly (there is no time here, so every
 * delay is covered), and a silo may crash or stand still and go on later with what it remembers.
 *
 * Promises (asserted in the steps and by `watch`):
 *   1  an acknowledged row is in the write-ahead log or in a segment;
 *   3  no row is in two segments, and an owner that serves has every acknowledged row exactly once in snapshot and tail;
 *   5  what a silo stores under its epoch never replaces what another has stored: a late owner stores nothing.
 *
 * Left out: messages and redirects (they only choose who is asked), reads by an uncertain silo (a matter of time), several
 * tables, batches of several rows, late lanes, loads, the log kinds' own mechanics, Delta log checkpoints, loss of the log itself.
 *
 * NO_APPEND_CHECK, NO_RELEASE_CHECK and NO_TXN each leave one safeguard out; `check` shows that the model then finds the damage.
 */
#define ROWS 3          /* sequences 1..ROWS */
#define TAKES 3         /* ownerships in a run */

/* PostgreSQL */
byte owner = 0;         /* 0: nobody */
bool owner_is_dead = false;
byte epoch = 0;

/* the write-ahead log: which sequences it holds */
bool logged[ROWS + 1];

/* the bucket: the commits' number, the highest txn, and how many segments hold each row */
byte version = 0;
byte txn = 0;
byte in_segments[ROWS + 1];

/* what clients were told */
bool acknowledged[ROWS + 1];

byte takes = 0;

#define IS_FREE (owner == 0 || owner_is_dead)

active [2] proctype silo()
{
    byte me = _pid + 1;
    byte my_epoch, my_version, snapshot, last, staged, row;
    bool serves = false;

    do
    /* activation: take, read the Delta log, replay; each step may come much later than the one before */
    :: !serves && takes < TAKES ->
        atomic {
            if
            :: IS_FREE -> owner = me; owner_is_dead = false; epoch++; my_epoch = epoch; takes++
            :: else -> goto idle
            fi
        }
        atomic { my_version = version; snapshot = txn; last = txn }
        atomic {
            row = 1;
            do
            :: row > ROWS -> break
            :: else -> if :: logged[row] && row > last -> last = row :: else fi; row++
            od;
            row = 0;
            serves = true
        }

    /* an append: one step that checks the epoch and stores; the answer to the client is another */
    :: serves && last < ROWS ->
        atomic {
#ifndef NO_APPEND_CHECK
            if
            :: epoch != my_epoch -> serves = false; goto idle   /* fenced */
            :: else
            fi;
#endif
            assert(!logged[last + 1] && in_segments[last + 1] == 0);     /* promise 5 */
            logged[last + 1] = true
        }
        if
        :: atomic { last++; acknowledged[last] = true }
        :: serves = false                                    /* crashed before the answer */
        fi

    /* a flush: stage, commit if the version is still the one that was read, else read again */
    :: serves && last > snapshot ->
        staged = last;
        atomic {
            if
#ifdef NO_TXN
            :: true ->
                my_version = version;
#else
            :: version == my_version ->
#endif
                row = snapshot + 1;
                do
                :: row > staged -> break
                :: else -> in_segments[row]++; assert(in_segments[row] == 1); row++     /* promise 3 */
                od;
                row = 0;
                version++; my_version = version;
                if :: staged > txn -> txn = staged :: else fi;
                snapshot = staged
#ifndef NO_TXN
            :: else -> my_version = version; if :: txn > snapshot -> snapshot = txn :: else fi
#endif
            fi;
            if :: last < snapshot -> last = snapshot :: else fi;
            staged = 0
        }

    /* the log forgets what is in segments, if the epoch is still the newest */
    :: serves && snapshot > 0 ->
        atomic {
#ifndef NO_RELEASE_CHECK
            if
            :: epoch == my_epoch ->
#endif
                row = 1;
                do
                :: row > snapshot -> break
                :: else -> logged[row] = false; row++
                od;
                row = 0
#ifndef NO_RELEASE_CHECK
            :: else
            fi
#endif
        }

    /* a move: the gate is closed, nothing is under way; the epoch rises */
    :: serves ->
        serves = false;
        atomic { if :: owner == me && epoch == my_epoch && !owner_is_dead -> owner = 0; epoch++ :: else fi }

    /* a crash, or the news of its own death */
    :: serves -> serves = false

    /* promise 3, for whoever serves as the owner: every acknowledged row once */
    :: serves && epoch == my_epoch ->
        atomic {
            if
            :: serves && epoch == my_epoch ->
                row = 1;
                do
                :: row > ROWS -> break
                :: else -> assert(!acknowledged[row] || row <= last); assert(row > snapshot || in_segments[row] == 1); row++
                od;
                row = 0
            :: else
            fi
        }

    :: !serves && takes >= TAKES -> break
    :: skip -> idle: skip
    od
}

/* somebody declares the owner dead, whether it is or not */
active proctype death()
{
    do
    :: atomic { owner != 0 && !owner_is_dead -> owner_is_dead = true }
    od
}

#define IS_LOST(row) (acknowledged[row] && !logged[row] && in_segments[row] == 0)

/* promise 1, at every moment */
active proctype watch()
{
    atomic { (IS_LOST(1) || IS_LOST(2) || IS_LOST(3)) -> assert(false) }
}
