namespace DocuSense.Maintenance;

/// <summary>Shares work among all processors with nothing but tasks and a counter: cheaper to start than a parallel loop, which counts in a build.</summary>
internal static class Processors
{
    /// <summary>Does something for each number from 0 to a count; each worker has a state of its own, which is disposed of when there is no more to do.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void ForEach<TState>(int count, Func<TState> state, Action<TState, int> work, CancellationToken cancellation)
        where TState : class, IDisposable
    {
        var states = new List<TState>();
        try
        {
            ForEach(count, () =>
            {
                TState own = state();
                lock (states)
                {
                    states.Add(own);
                }

                return index => work(own, index);
            }, cancellation);
        }
        finally
        {
            foreach (TState own in states)
                own.Dispose();
        }
    }

    /// <summary>Does something for each number from 0 to a count; each worker makes its own function, which may keep a buffer.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void ForEach(int count, Func<Action<int>> worker, CancellationToken cancellation)
    {
        int next = -1;
        Exception? failure = null;

        // A shared counter rather than ranges: items differ in size too much for ranges to end together.
        void Work()
        {
            try
            {
                Action<int> work = worker();
                for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                {
                    cancellation.ThrowIfCancellationRequested();
                    work(i);
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
                Interlocked.Exchange(ref next, count);
            }
        }

        var others = new Task[Math.Max(0, Math.Min(Environment.ProcessorCount, count) - 1)];
        for (int i = 0; i < others.Length; i++)
            others[i] = Task.Run(Work, CancellationToken.None);
        Work();
        Task.WaitAll(others, CancellationToken.None);
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failure).Throw();
    }
}
