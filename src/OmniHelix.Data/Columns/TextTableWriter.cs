namespace OmniHelix.Data.Columns;

/// <summary>What the writers of text have in common.</summary>
internal abstract class TextTableWriter : TableWriter
{
    private readonly TextTarget target;

    protected TextTableWriter(TextTarget target, IReadOnlyList<TableColumn> columns) : base(target.Name, columns)
    {
        this.target = target;
        Text = target.Open();
    }

    /// <summary>Where the text goes.</summary>
    protected Stream Text { get; }

    protected abstract void End();

    private protected override void Finish()
    {
        End();
        target.Complete();
    }

    private protected override void Dispose(bool disposing) => target.Dispose();
}
