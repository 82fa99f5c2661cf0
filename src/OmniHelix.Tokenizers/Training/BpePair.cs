namespace OmniHelix.Tokenizers.Training;

/// <summary>Two tokens that stand side by side often enough to be watched.</summary>
/// <param name="left">Id of the first.</param>
/// <param name="right">Id of the second.</param>
/// <param name="places">
/// First cells of the left one, ascending. Nothing is taken off the list: where another merge has taken one of the two, they are not found.
/// </param>
internal sealed class BpePair(int left, int right, int[] places)
{
    public int Left => left;

    public int Right => right;

    /// <summary>How often they stand side by side in the corpus.</summary>
    public long Count { get; set; }

    public int[] Places => places;
}
