namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>
/// Work that makes more work, shared among all processors. The newest item is taken first, which keeps the queue short. Nothing but tasks and a
/// lock: cheaper to start than a parallel loop, which counts in a build.
/// </summary>
internal sealed class WorkQueue<T>
    where T : class
{
    private readonly object _lock = new();
    private readonly Stack<T> _items = new();
    private readonly CancellationToken _cancellation;

    // Items that were added and are not yet done with.
    private int _open;
    private int _waiting;
    private Exception? _failure;

    public WorkQueue(CancellationToken cancellation)
    {
        _cancellation = cancellation;
    }

    public void Add(T item)
    {
        lock (_lock)
        {
            _items.Push(item);
            _open++;
            if (_waiting > 0)
                Monitor.Pulse(_lock);
        }
    }

    /// <summary>Works until nothing is left; each worker makes its own function, which may keep a buffer.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void Run(Func<Action<T>> worker)
    {
        var others = new Task[Environment.ProcessorCount - 1];
        for (int i = 0; i < others.Length; i++)
            others[i] = Task.Run(() => Work(worker), CancellationToken.None);
        Work(worker);
        Task.WaitAll(others, CancellationToken.None);
        if (_failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(_failure).Throw();
    }

    private void Work(Func<Action<T>> worker)
    {
        try
        {
            Action<T> work = worker();
            while (Take() is { } item)
            {
                _cancellation.ThrowIfCancellationRequested();
                work(item);
                Done();
            }
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _failure ??= exception;
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>The next item, waited for while others may still add one; null when all is done, or something failed.</summary>
    private T? Take()
    {
        lock (_lock)
        {
            while (true)
            {
                if (_failure is not null || _open == 0)
                    return null;
                if (_items.Count > 0)
                    return _items.Pop();
                _waiting++;
                Monitor.Wait(_lock);
                _waiting--;
            }
        }
    }

    private void Done()
    {
        lock (_lock)
        {
            if (--_open == 0)
                Monitor.PulseAll(_lock);
        }
    }
}
