"""What a cache throws out: each policy is asked for a key with a size, and says whether it has it; it then has it, if it admits it."""

from collections import Counter, OrderedDict, deque


class Lru:
    """The least recently used goes; what nginx does."""

    def __init__(self, room):
        self.room = room
        self.sizes = OrderedDict()
        self.used = 0

    def ask(self, key, size):
        if key in self.sizes:
            self.sizes.move_to_end(key)
            return True
        if size <= self.room:
            self.sizes[key] = size
            self.used += size
            while self.used > self.room:
                self.used -= self.sizes.popitem(last=False)[1]
        return False


class Sieve:
    """A hand goes from the oldest to the newest and takes the first that was not hit since it last came by (NSDI 2024)."""

    def __init__(self, room):
        self.room = room
        self.used = 0
        self.entries = {}
        self.oldest = self.newest = self.hand = None

    def ask(self, key, size):
        entry = self.entries.get(key)
        if entry:
            entry[1] = True
            return True
        if size <= self.room:
            while self.used + size > self.room:
                self.evict()
            # Size, whether it was hit, the next older, the next newer.
            self.entries[key] = [size, False, self.newest, None]
            if self.newest is not None:
                self.entries[self.newest][3] = key
            self.newest = key
            self.oldest = key if self.oldest is None else self.oldest
            self.used += size
        return False

    def evict(self):
        key = self.oldest if self.hand is None else self.hand
        while self.entries[key][1]:
            self.entries[key][1] = False
            newer = self.entries[key][3]
            key = self.oldest if newer is None else newer
        size, _, older, newer = self.entries.pop(key)
        if older is None:
            self.oldest = newer
        else:
            self.entries[older][3] = newer
        if newer is None:
            self.newest = older
        else:
            self.entries[newer][2] = older
        self.hand = newer
        self.used -= size


class S3Fifo:
    """A small queue that only what is hit leaves for the main one, and a memory of what went (SOSP 2023); a tenth is small."""

    def __init__(self, room):
        self.room = room
        self.small_room = room // 10
        self.small, self.main = deque(), deque()
        self.small_used = self.main_used = 0
        self.sizes, self.uses = {}, Counter()
        self.gone = OrderedDict()

    def ask(self, key, size):
        if key in self.sizes:
            self.uses[key] = min(3, self.uses[key] + 1)
            return True
        if size <= self.room - self.small_room:
            while self.small_used + self.main_used + size > self.room:
                self.evict()
            self.sizes[key] = size
            self.put(key, self.gone.pop(key, None) is not None)
        return False

    def put(self, key, main):
        self.uses[key] = 0
        if main:
            self.main.append(key)
            self.main_used += self.sizes[key]
        else:
            self.small.append(key)
            self.small_used += self.sizes[key]

    def evict(self):
        if self.small and (self.small_used > self.small_room or not self.main):
            key = self.small.popleft()
            self.small_used -= self.sizes[key]
            if self.uses[key] > 1:
                self.put(key, True)
            else:
                self.gone[key] = True
                if len(self.gone) > max(1, len(self.main)):
                    self.gone.popitem(last=False)
                self.forget(key)
            return
        key = self.main.popleft()
        if self.uses[key] > 0:
            self.uses[key] -= 1
            self.main.append(key)
        else:
            self.main_used -= self.sizes[key]
            self.forget(key)

    def forget(self, key):
        del self.sizes[key], self.uses[key]
