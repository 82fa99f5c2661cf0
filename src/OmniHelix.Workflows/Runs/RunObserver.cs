using OmniHelix.Training;

namespace OmniHelix.Workflows.Runs;

/// <summary>Is told what a long piece of work does, for a display; the base class listens to nothing.</summary>
public class RunObserver
{
    /// <summary>Something a user should know: what was read, what was done to the data, what was decided.</summary>
    public virtual void Message(string text)
    {
    }

    /// <summary>A countable piece of work goes on.</summary>
    /// <param name="work">Such as <c>predicting test</c>.</param>
    /// <param name="done">Finished items.</param>
    /// <param name="total">All items.</param>
    public virtual void Work(string work, long done, long total)
    {
    }

    /// <summary>Training goes on.</summary>
    public virtual void Training(TrainingProgress progress)
    {
    }

    internal IProgress<int> Rows(string work, int total) => new Relay<int>(done => Work(work, done, total));

    internal IProgress<TrainingProgress> ForTraining() => new Relay<TrainingProgress>(Training);

    // Progress<T> would hand reports to the thread pool, out of order.
    private sealed class Relay<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
