namespace OmniHelix.Goldens.Groups.Checkpoints;

/// <summary>Tells a refusal from success; anything but the project's own error is a defect and passes through.</summary>
internal static class Outcome
{
    public static OmniException? Of(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (OmniException e)
        {
            return e;
        }
    }
}
