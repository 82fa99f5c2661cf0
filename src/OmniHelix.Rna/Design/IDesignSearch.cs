namespace OmniHelix.Rna.Design;

/// <summary>A way to search sequences, round by round.</summary>
internal interface IDesignSearch
{
    /// <summary>Sequences tried so far.</summary>
    long Folds { get; }

    /// <summary>The sequence nearest to a solution, or a solution; null before the first.</summary>
    DesignState? Best { get; }

    /// <summary>Structures that sequences near a solution had instead, in dot-bracket, with how often.</summary>
    IEnumerable<KeyValuePair<string, int>> Rivals { get; }

    /// <summary>Searches a fixed number of sequences, so that what is found does not depend on the time that it takes.</summary>
    /// <param name="most">The most sequences to try, above 0.</param>
    /// <param name="isOver">Looked at between sequences: the search has to end.</param>
    /// <param name="cancellation">Of a language model that takes part.</param>
    /// <returns>New solutions.</returns>
    IReadOnlyList<Candidate> Round(long most, Func<bool> isOver, CancellationToken cancellation);

    /// <summary>True when the search has done what it was asked for.</summary>
    /// <param name="found">Different solutions so far.</param>
    bool IsDone(int found);
}
