using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Sequences.Tests.Consensus;

/// <summary>Passes on when a contig begins, of all that a run tells.</summary>
internal sealed class ContigBegins(Action<string> begins) : IProgress<PersonalProgress>
{
    private readonly Lock gate = new();
    private int last;

    public void Report(PersonalProgress value)
    {
        lock (gate)
        {
            if (value.Number == last) return;
            last = value.Number;
            begins(value.Contig);
        }
    }
}
